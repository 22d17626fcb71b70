import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../src/server/db/database.ts'
import { connectionFromUrl } from '../../src/server/db/engine/connection-from-url.ts'
import { startSystemServer } from '../../test/support/system-server.ts'

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url))

/** A server as people operate one: what was confirmed is on the disk. */
const FLUSHING = {}

/** The product as its own process, and its database as an administrator reaches it. */
export type AppUnderLoad = {
  readonly address: string
  readonly connection: Connection
  readonly pid: number
  /** The database runs below the app's own process. */
  readonly isEmbedded: boolean
  stop(): Promise<void>
}

/** Starts the product with `npm start`'s own entry, on its embedded engine or on a system's PostgreSQL server; `more` is told to it besides. */
export async function startApp(
  engine: 'embedded' | 'server',
  more: Readonly<Record<string, string>> = {},
): Promise<AppUnderLoad> {
  const dataDir = await mkdtemp(join(tmpdir(), 'estoqueuni-bench-'))
  const server = engine === 'server' ? await startSystemServer(FLUSHING) : null
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...more }
  const child = spawn(process.execPath, [MAIN], {
    env: server === null ? env : { ...env, DATABASE_URL: server.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /pronto em (http\S+)/.exec(chunk.toString())?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}`)))
  })
  const connection = server === null ? await embeddedConnection(dataDir) : await connectionFromUrl(server.url)
  return {
    address,
    connection,
    pid: child.pid ?? 0,
    isEmbedded: engine === 'embedded',
    async stop() {
      child.kill('SIGTERM')
      await exited
      await server?.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function embeddedConnection(dataDir: string): Promise<Connection> {
  const password = (await readFile(join(dataDir, 'postgres', 'password'), 'utf8')).trim()
  const host = join(dataDir, 'postgres', 'socket')
  return { host, port: 5432, user: 'estoqueuni_owner', password, database: 'estoqueuni' }
}
