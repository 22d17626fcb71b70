import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../src/server/db/database.ts'
import type { Caller, Reply } from './test-app.ts'

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url))
/** Where `npm start` lets Node keep what it made of our files. */
const COMPILED = fileURLToPath(new URL('../../.cache/node', import.meta.url))

/** An answer together with the very bytes of its body. */
export type SentReply = Reply & { readonly text: string }

/** Calls a process over HTTP as one person; throws when the connection ends before the whole answer is there. */
export type HttpCaller = Omit<Caller, 'get' | 'post'> & {
  get(path: string): Promise<SentReply>
  post(path: string, body?: unknown, key?: string): Promise<SentReply>
}

/** The product as a process of its own. */
export type AppProcess = {
  /** Where it listens. */
  readonly address: string
  /** Calls with this token; an empty one calls as a stranger. */
  as(token: string): HttpCaller
  /** Sends the signal and does not wait for anything. */
  tell(signal: 'SIGUSR2'): void
  /** Sends the signal and waits until the process is gone; gives its exit code, null when the signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

/** Starts the entry of `npm start`, or another, on a free port and waits until it answers. `env` names its folder or its database. */
export async function startAppProcess(
  env: Readonly<Record<string, string>> &
    ({ DATA_DIR: string } | { DATABASE_URL: string; ENCRYPTION_KEY: string }),
  main: string = MAIN,
): Promise<AppProcess> {
  const child = spawn(process.execPath, [main], {
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...process.env,
      ...{ DATABASE_URL: '', APP_URL: '', PORT: '0', LOG_LEVEL: 'warn' },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const said: string[] = []
  child.stderr.on('data', (part: Buffer) => said.push(part.toString()))
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      said.push(`${line}\n`)
      const found = /pronto em (http\S+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}: ${said.join('')}`)))
  })
  return {
    address,
    as: (token) => httpCaller(address, token),
    tell: (signal) => void child.kill(signal),
    end: async (signal) => {
      child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}

/** Sets a company up on a fresh database; gives the owner's token and the first branch. */
export async function setUpCompany(app: AppProcess): Promise<{ token: string; branch_id: string }> {
  const { status, body, text } = await app.as('').post('/setup', {
    company_name: 'Bar do Teste',
    owner_name: 'Dona Ana',
    email: 'ana@bar.example',
    password: 'uma senha bem longa',
  })
  if (status !== 200 && status !== 201) throw new Error(`setup failed: ${text}`)
  const me = await app.as(body.token).get('/me')
  return { token: body.token, branch_id: me.body.branches[0].id }
}

/** The connection as DATABASE_URL takes it. */
export function databaseUrlOf({ user, password, host, port, database }: Connection): string {
  const place = host.startsWith('/')
    ? `localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `${host}:${port}/${database}`
  return `postgres://${user}:${encodeURIComponent(password)}@${place}`
}

function httpCaller(address: string, token: string): HttpCaller {
  const call = async (method: string, path: string, body?: unknown, key?: string): Promise<SentReply> => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text === '' ? null : JSON.parse(text),
      text,
    }
  }
  return {
    token,
    get: (path) => call('GET', path),
    post: (path, body, key) => call('POST', path, body, key),
    patch: (path, body, key) => call('PATCH', path, body, key),
    put: (path, body, key) => call('PUT', path, body, key),
    remove: (path) => call('DELETE', path),
  }
}
