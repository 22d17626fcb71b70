import type { AddressInfo } from 'node:net'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { type Caller, type Reply, startTestApp, type TestApp } from '../../support/test-app.ts'

/** The whole product listening on a port, beside a sandbox that knows it: an application with its webhook address is registered. */
export type ConnectedApp = {
  readonly sandbox: Sandbox
  readonly test: TestApp
  readonly address: string
  readonly app_id: string
  readonly client_id: string
  readonly client_secret: string
  /** Sends the browser to Bling and back; the person chooses a company there, or denies. Gives the callback's answer. */
  authorize(options: {
    company_id?: string
    deny?: boolean
    account_id?: string
    as?: Caller
    html?: boolean
  }): Promise<Reply & { readonly callback: string }>
  /** Follows a callback address as the browser of `as`. */
  follow(callback: string, as?: Caller, html?: boolean): Promise<Reply>
  /** Connects a new company; gives both ids. */
  connect(name: string): Promise<{ account_id: string; company_id: string; deposit_id: number }>
  close(): Promise<void>
}

/** Starts both. */
export async function startConnectedApp(): Promise<ConnectedApp> {
  const sandbox = await startSandbox()
  const url = `${sandbox.url}/Api/v3`
  const clock = { now: () => new Date(sandbox.control.clock().now_ms) }
  const bling = {
    apiUrl: url,
    authUrl: url,
    timeouts: { read_ms: 1500, write_ms: 2000 },
    tokenCallsPerMinute: 1000,
  }
  const test = await startTestApp({ clock, bling })
  await test.app.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = test.app.http.server.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  const { client_id, client_secret } = sandbox.control.addApp({
    name: 'EstoqueUni',
    redirect_uri: `${address}/api/v1/bling/callback`,
    webhook_url: `${address}/webhooks/bling`,
  })
  const app = await test.owner.post('/bling/apps', { client_id, client_secret })

  const follow: ConnectedApp['follow'] = async (callback, as = test.owner, html = false) => {
    const response = await fetch(callback, {
      headers: { authorization: `Bearer ${as.token}`, accept: html ? 'text/html' : 'application/json' },
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: Object.fromEntries(response.headers),
    }
  }
  const authorize: ConnectedApp['authorize'] = async (options) => {
    const as = options.as ?? test.owner
    const account = options.account_id === undefined ? {} : { account_id: options.account_id }
    const begun = await as.post('/bling/accounts/authorize', { app_id: app.body.id, ...account })
    const callback = await decide(begun.body.url, options)
    return { ...(await follow(callback, as, options.html)), callback }
  }
  return {
    sandbox,
    test,
    address,
    app_id: app.body.id,
    client_id,
    client_secret,
    authorize,
    follow,
    async connect(name) {
      const { company_id, deposit_id } = sandbox.control.addCompany({ name })
      const { body } = await authorize({ company_id })
      return { account_id: body.id, company_id, deposit_id }
    },
    async close() {
      await test.close()
      await sandbox.close()
    },
  }
}

/** What a person does on Bling's page: the address that it redirects to. */
export async function decide(url: string, choice: { company_id?: string; deny?: boolean }): Promise<string> {
  const asked = new URL(url)
  const response = await fetch(`${asked.origin}${asked.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: asked.searchParams.get('client_id') ?? '',
      state: asked.searchParams.get('state') ?? '',
      company_id: choice.company_id ?? '',
      decision: choice.deny === true ? 'deny' : 'allow',
    }),
  })
  return response.headers.get('location') ?? ''
}
