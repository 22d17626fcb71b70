import { existsSync } from 'node:fs'
import pg from 'pg'
import type { Connection } from '../database.ts'
import { runnableBinaries } from './binaries.ts'
import { prepareCluster, prepareHome } from './data-folder.ts'
import { diagnose, diagnoseFileError } from './diagnose.ts'
import { EngineError } from './engine-error.ts'
import { initCluster, removeDrafts } from './init-cluster.ts'
import { type Layout, layoutOf } from './layout.ts'
import { type OpenServer, openServer, type ServerPlan } from './open-server.ts'
import { existingPassword } from './password.ts'
import { decideRunAs } from './run-as.ts'
import { engineSettings, type Settings, settingsFingerprint } from './settings.ts'
import { removeSocketFolder } from './socket-folder.ts'
import { stopServer } from './stop-server.ts'
import { watchServer } from './watch-server.ts'

/** What the embedded engine is started with. */
export type EngineOptions = {
  /** The app's data folder; the engine keeps everything in `postgres/` inside it. */
  readonly dataDir: string
  /** Told, in pt-BR, what a person is waiting for. */
  readonly onProgress?: (step: string) => void
  /** Told, in English, what the engine does, for the app's log. */
  readonly log?: (line: string) => void
  /** Told when the engine stops without having been asked: the app can serve nothing more and should say so and end. */
  readonly onExit?: (reason: EngineError) => void
  /** Settings other than the engine's own. Meant for tests, which turn durability off for speed. */
  readonly settings?: Settings
}

/** A running embedded PostgreSQL that this process, and no other app, uses. */
export type Engine = {
  readonly connection: Connection
  readonly pid: number
  /** Stops PostgreSQL in good order and frees the data folder; may be called again. Close the pools first. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL on `dataDir`, or takes over the one that a killed app left running there.
 * The first start makes the cluster (about a second), later ones take tenths. Whatever stands in the way
 * is thrown as an `EngineError` whose message tells the person what to do.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const layout = layoutOf(options.dataDir)
  try {
    const plan = await planServer(options, layout)
    const engine = supervise(options, plan, await openServer(plan))
    await complete(engine, layout)
    return engine
  } catch (error) {
    throw error instanceof EngineError ? error : diagnoseFileError(error, layout.home)
  }
}

async function planServer(options: EngineOptions, layout: Layout): Promise<ServerPlan> {
  const onProgress = options.onProgress ?? (() => undefined)
  const runAs = decideRunAs(layout.cluster)
  prepareHome(layout, runAs)
  const binaries = await runnableBinaries(runAs)
  if (!existsSync(layout.cluster)) {
    onProgress('Criando o banco de dados')
    await initCluster(layout, binaries, runAs)
  }
  prepareCluster(layout, binaries.version.split('.')[0] ?? '', runAs)
  const settings = engineSettings(options.settings)
  return {
    layout,
    binaries,
    runAs,
    settings,
    fingerprint: settingsFingerprint(settings, binaries.version),
    password: await existingPassword(layout),
    onProgress,
    log: options.log ?? (() => undefined),
  }
}

/**
 * The cluster is born without the app's database; it is made here, so that a start that was killed in
 * between is made good by the next one.
 */
async function complete(engine: Engine, layout: Layout): Promise<void> {
  const { database } = engine.connection
  const client = new pg.Client({ ...engine.connection, database: 'postgres' })
  try {
    await client.connect()
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`)
    await removeDrafts(layout)
  } catch (error) {
    await engine.stop()
    throw error instanceof pg.DatabaseError ? diagnose(error.message, layout.home) : error
  } finally {
    await client.end()
  }
}

function supervise(options: EngineOptions, plan: ServerPlan, server: OpenServer): Engine {
  const { pid } = server.postmaster
  const watch = watchServer(server, plan, options.onExit ?? (() => undefined))
  let stopping: Promise<void> | undefined
  const stop = async () => {
    const ended = watch.end()
    await stopServer(pid, plan.layout.cluster, plan.binaries)
    await ended
    await removeSocketFolder(server.postmaster, plan.layout)
    plan.log(`stopped PostgreSQL ${pid}`)
  }
  return {
    connection: server.connection,
    pid,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
