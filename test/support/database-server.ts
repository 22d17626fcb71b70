import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Connection } from '../../src/server/db/database.ts'
import { connectionFromUrl } from '../../src/server/db/engine/connection-from-url.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { databaseParent } from './database-parent.ts'
import { dropDatabasesOfRun } from './run-databases.ts'
import { SPEED, startSystemServer } from './system-server.ts'

/** The database server of a test run, as every test is told of it. */
export type DatabaseServer = {
  /** Where a test would try the same twice, each kind takes its half. */
  readonly kind: 'embedded' | 'server'
  readonly connection: Connection
  /** Databases made by the run begin with this name. */
  readonly run: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly databaseServer: DatabaseServer
  }
}

/**
 * Starts one database server for a project's whole run and leaves nothing of it behind: the embedded engine in a temporary
 * folder, or for the project `server` a PostgreSQL server of this machine, the running one that TEST_DATABASE_URL names if it does.
 */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const kind = project.name === 'server' ? 'server' : 'embedded'
  const { connection, stop } = await startServer(kind)
  const run = `test_${randomBytes(4).toString('hex')}`
  project.provide('databaseServer', { kind, connection, run })
  return async () => {
    await dropDatabasesOfRun({ kind, connection, run })
    await stop()
  }
}

type StartedServer = { readonly connection: Connection; stop(): Promise<void> }

async function startServer(kind: DatabaseServer['kind']): Promise<StartedServer> {
  if (kind !== 'server') return startEmbedded()
  const url = process.env['TEST_DATABASE_URL']
  if (url !== undefined) return { connection: await connectionFromUrl(url), stop: async () => undefined }
  const server = await startSystemServer()
  console.log(`Servidor PostgreSQL: ${server.name}`)
  return { connection: await connectionFromUrl(server.url), stop: server.stop }
}

async function startEmbedded(): Promise<StartedServer> {
  const dataDir = await mkdtemp(join(databaseParent(), 'estoqueuni-test-'))
  const engine = await startEngine({ dataDir, settings: { ...SPEED, max_connections: '120' } })
  const stop = async () => {
    await engine.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { connection: engine.connection, stop }
}
