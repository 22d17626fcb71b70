import { onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server.ts'
import { violations } from './official-document.ts'
import { openReceiver, type Receiver } from './receiver.ts'

/** An answer of the API: `json` is `undefined` when the body is none. */
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
  readonly text: string
  readonly headers: Headers
}

/** A sandbox with one application, one connected company and a receiver, on a clock that the test moves. */
export interface TestWorld {
  readonly sandbox: Sandbox
  readonly control: Sandbox['control']
  readonly receiver: Receiver
  readonly client_id: string
  readonly client_secret: string
  readonly company_id: string
  readonly deposit_id: number
  readonly token: string
  /** Calls the API as the connected company and checks the answer against the official document. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<Answer>
  /** Calls the control API. */
  steer(method: string, path: string, body?: unknown): Promise<Answer>
  /** `físico/virtual` of a product: all deposits, or one. */
  balance(productId: number, depositId?: number): Promise<string>
  /** Moves the clock past every late balance and delivers what is due. */
  settle(): Promise<void>
}

/** 22 November 2026, noon in São Paulo: when every world begins. */
export const START_MS = Date.UTC(2026, 10, 22, 15)

/** Opens a world and closes it when the test ends. Limits are off unless the test is about them. */
export async function openWorld(options: SandboxOptions = {}): Promise<TestWorld> {
  const receiver = await openReceiver()
  const sandbox = await startSandbox({ seed: 'test', ...options })
  onTestFinished(async () => {
    await sandbox.close()
    await receiver.close()
  })
  const { control } = sandbox
  control.setClock({ mode: 'manual', at: START_MS })
  control.setLimits({ per_second: 0, per_day: 0, ip_rules: false })
  const app = control.addApp({
    name: 'Teste',
    redirect_uri: 'http://localhost/volta',
    webhook_url: receiver.url,
  })
  const company = control.addCompany({ name: 'Loja W' })
  const token = control.connect({ client_id: app.client_id, company_id: company.company_id }).access_token
  const api = (method: string, path: string, body?: unknown, as = token) =>
    call(sandbox, `/Api/v3${path}`, { method, body, token: as })
  return {
    sandbox,
    control,
    receiver,
    ...app,
    ...company,
    token,
    api,
    steer: (method, path, body) => call(sandbox, `/_sandbox${path}`, { method, body }),
    balance: async (productId, depositId) => {
      const { json } = await api(
        'GET',
        `/estoques/saldos${depositId === undefined ? '' : `/${depositId}`}?idsProdutos[]=${productId}`,
      )
      return `${json.data[0].saldoFisicoTotal}/${json.data[0].saldoVirtualTotal}`
    },
    settle: async () => {
      control.advance(30_000)
      await control.settle()
    },
  }
}

async function call(
  sandbox: Sandbox,
  path: string,
  request: { readonly method: string; readonly body?: unknown; readonly token?: string },
): Promise<Answer> {
  const response = await fetch(sandbox.url + path, {
    method: request.method,
    headers: {
      ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  const json = isJson ? JSON.parse(text) : undefined
  const operation = sandbox.calls().at(-1)?.operation ?? ''
  if (
    path.startsWith('/Api/v3') &&
    !operation.endsWith('unknown') &&
    (isJson || text === '') &&
    response.status !== 504
  ) {
    const wrong = violations(operation, response.status, json)
    if (wrong.length > 0) throw new Error(`against the official document:\n${wrong.join('\n')}\n${text}`)
  }
  return { status: response.status, json, text, headers: response.headers }
}
