import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Connection } from '../../src/server/db/database.ts'
import { connectionFromUrl } from '../../src/server/db/engine/connection-from-url.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { dropDatabasesOfRun } from './run-databases.ts'

/** The database server of a test run, as every test is told of it. */
export type DatabaseServer = {
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
 * Starts one database server for the whole run: the embedded engine in a temporary folder, or the server
 * that TEST_DATABASE_URL names. Nothing of the run is left on it.
 */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL']
  const server =
    url === undefined
      ? await startEmbedded()
      : { connection: await connectionFromUrl(url), stop: async () => undefined }
  const run = `test_${randomBytes(4).toString('hex')}`
  project.provide('databaseServer', { connection: server.connection, run })
  return async () => {
    await dropDatabasesOfRun({ connection: server.connection, run })
    await server.stop()
  }
}

async function startEmbedded() {
  const dataDir = await mkdtemp(join(tmpdir(), 'estoqueuni-test-'))
  const engine = await startEngine({ dataDir, settings: SPEED })
  const stop = async () => {
    await engine.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { connection: engine.connection, stop }
}

/** Tests that crash the server make one of their own, with the real settings; for the others nothing need survive. */
const SPEED = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '120' }
