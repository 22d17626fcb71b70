import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from '../database.ts'
import { type DataLock, takeDataLock } from './data-lock.ts'
import { diagnose } from './diagnose.ts'
import { EngineError } from './engine-error.ts'
import { OWNER_ROLE } from './init-cluster.ts'
import { type LaunchPlan, launch } from './launch.ts'
import { passwordLost } from './password.ts'
import { isServing, type Postmaster, readPostmaster } from './postmaster.ts'
import { removeSocketFolder } from './socket-folder.ts'
import { stopServer } from './stop-server.ts'
import { waitFor } from './wait.ts'

/** What it takes to have a server on the cluster. */
export type ServerPlan = Omit<LaunchPlan, 'strangerPid'> & {
  readonly password: string
  readonly onProgress: (step: string) => void
  readonly log: (line: string) => void
}

/** A server whose data lock this process holds. */
export type OpenServer = {
  readonly postmaster: Postmaster
  readonly connection: Connection
  readonly lock: DataLock
}

/** Database that the app lives in. */
const DATABASE = 'estoqueuni'

/** Looks at the folder before giving up; only passing states (starting, stopping, lost races) use more than one. */
const LOOKS = 100
const BETWEEN_LOOKS_MS = 100

/** A server that another one starts may be recovering from a power cut; that is never cut short. */
const READY_LIMIT_MS = 30 * 60_000

/**
 * Gets a server for this process alone: the one that runs on the cluster already, when a killed app left
 * it, else a new one. PostgreSQL's own lock file lets only one server live on a folder, and the data lock
 * inside that server only one app: of any number that start at once, one wins and the others are refused.
 */
export async function openServer(plan: ServerPlan): Promise<OpenServer> {
  for (let look = 0; look < LOOKS; look++) {
    const server = (await findRunning(plan)) ?? (await startOne(plan))
    const opened = server === undefined ? undefined : await claim(server, plan)
    if (opened !== undefined) return opened
    await pause(BETWEEN_LOOKS_MS)
  }
  throw new EngineError(
    'DATA_IN_USE',
    `O PostgreSQL da pasta ${plan.layout.home} está rodando (processo ${readPostmaster(plan.layout)?.pid}), mas não responde. Encerre esse processo e inicie de novo: nada do que foi confirmado se perde.`,
  )
}

/** Connection to the app's database on the server that `postmaster` tells of. */
export function connectionTo(postmaster: Postmaster, password: string): Connection {
  const host = postmaster.socketFolder === '' ? '127.0.0.1' : postmaster.socketFolder
  return { host, port: postmaster.port, user: OWNER_ROLE, password, database: DATABASE }
}

async function findRunning(plan: ServerPlan): Promise<Postmaster | undefined> {
  const { cluster } = plan.layout
  const found = readPostmaster(plan.layout)
  if (found === undefined) return undefined
  if (!isServing(found.pid, cluster)) {
    if (await answers(found)) throw dataInUse(plan, 'outro contêiner')
    await removeSocketFolder(found, plan.layout)
    return undefined
  }
  plan.log(`found PostgreSQL ${found.pid} on ${cluster}`)
  if (found.status !== 'ready') plan.onProgress('Aguardando o banco de dados')
  const settled = await waitFor<Postmaster | 'gone'>(READY_LIMIT_MS, () => {
    const now = readPostmaster(plan.layout)
    if (now === undefined || !isServing(now.pid, cluster)) return 'gone'
    return now.status === 'ready' ? now : undefined
  })
  return settled === 'gone' ? undefined : settled
}

/** True when somebody listens on the socket, as a server in another container on the same volume would. */
function answers({ socketFolder, port }: Postmaster): Promise<boolean> {
  if (socketFolder === '') return Promise.resolve(false)
  return new Promise((resolve) => {
    const socket = connect(join(socketFolder, `.s.PGSQL.${port}`))
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function startOne(plan: ServerPlan): Promise<Postmaster | undefined> {
  plan.onProgress('Abrindo o banco de dados')
  const outcome = await launch({ ...plan, strangerPid: readPostmaster(plan.layout)?.pid })
  if (outcome.kind === 'ready') {
    plan.log(`started PostgreSQL ${outcome.postmaster.pid}`)
    return outcome.postmaster
  }
  if (!PASSING.test(outcome.output)) throw diagnose(outcome.output, plan.layout.cluster)
  plan.log(`PostgreSQL did not start yet: ${outcome.output.trim()}`)
  return undefined
}

/** Another app was faster, or the last processes of a killed server are about to see that it is gone. */
const PASSING =
  /lock file ".*" already exists|pre-existing shared memory block|is the server already running|could not bind/i

async function claim(postmaster: Postmaster, plan: ServerPlan): Promise<OpenServer | undefined> {
  const connection = connectionTo(postmaster, plan.password)
  const lock = await takeDataLock(connection).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && error.code === '28P01') throw passwordLost(plan.layout, error)
    plan.log(`PostgreSQL ${postmaster.pid} does not answer: ${String(error)}`)
    return undefined
  })
  if (lock === undefined) return undefined
  if (lock.kind === 'refused') throw dataInUse(plan, lock.holder)
  if (await isAsPlanned(lock, plan)) return { postmaster, connection, lock }
  plan.log(`PostgreSQL ${postmaster.pid} runs with other settings: restarting it`)
  await stopServer(postmaster.pid, plan.layout.cluster, plan.binaries)
  return undefined
}

async function isAsPlanned({ client }: DataLock, plan: ServerPlan): Promise<boolean> {
  const { rows } = await client.query<{ fingerprint: string | null }>(
    `select current_setting('estoqueuni.fingerprint', true) as fingerprint`,
  )
  return rows[0]?.fingerprint === plan.fingerprint
}

function dataInUse(plan: ServerPlan, holder: string): EngineError {
  const who = holder === '' ? 'outro EstoqueUni' : `outro EstoqueUni (${holder})`
  return new EngineError(
    'DATA_IN_USE',
    `A pasta ${plan.layout.home} já está em uso por ${who}. Feche o outro programa, ou escolha outra pasta com DATA_DIR.`,
  )
}
