import { statfs } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type DataLock, takeDataLock } from './data-lock.ts'
import { diagnose, diskFull } from './diagnose.ts'
import { EngineError } from './engine-error.ts'
import type { OpenServer, ServerPlan } from './open-server.ts'
import { isServing } from './postmaster.ts'
import { logsSince, markLogs } from './server-log.ts'

/** Watches over a server through the session that holds its data lock. */
export type Watch = {
  /** Ends the watch; what happens to the server from now on was asked for. */
  end(): Promise<void>
}

/** After a crash of one of its processes PostgreSQL drops every session and recovers; so many tries to get the lock back. */
const TRIES = 100
const BETWEEN_TRIES_MS = 100

/**
 * Calls `onLost` once when the server dies, or when the data lock is lost for good, without having been
 * asked. A server that recovers by itself is only noted in the log: its lock is taken again.
 */
export function watchServer(
  server: OpenServer,
  plan: ServerPlan,
  onLost: (reason: EngineError) => void,
): Watch {
  const { cluster } = plan.layout
  const mark = markLogs(cluster)
  let lock: DataLock = server.lock
  let isOver = false

  const follow = () => lock.client.once('end', () => (isOver ? undefined : recover().then(follow, report)))
  const report = (reason: EngineError) => {
    if (isOver) return
    isOver = true
    onLost(reason)
  }
  const recover = async () => {
    plan.log('the session that holds the data lock ended')
    for (let attempt = 0; attempt < TRIES && isServing(server.postmaster.pid, cluster); attempt++) {
      const taken = await takeDataLock(server.connection).catch(() => undefined)
      if (taken?.kind === 'refused') throw new EngineError('LOCK_LOST', LOCK_LOST)
      if (taken?.kind === 'held') {
        lock = taken
        return
      }
      await pause(BETWEEN_TRIES_MS)
    }
    throw await engineStopped(logsSince(cluster, mark), cluster)
  }
  follow()
  return {
    end: async () => {
      isOver = true
      await lock.client.end().catch(() => undefined)
    },
  }
}

const LOCK_LOST =
  'Outro EstoqueUni assumiu a pasta de dados depois de uma falha do banco. Este programa vai parar; use o outro.'

/** The write-ahead log grows by segments of 16 MB; with less room than this its end is the likely reason, even where the server could not write it down. */
const ROOM_OF_A_SEGMENT_BYTES = 24 * 1024 * 1024

async function engineStopped(logged: string, folder: string): Promise<EngineError> {
  const reason = diagnose(logged, folder)
  const { bavail, bsize } = await statfs(folder)
  if (reason.code === 'DISK_FULL' || bavail * bsize < ROOM_OF_A_SEGMENT_BYTES) {
    return new EngineError('DISK_FULL', diskFull(folder), reason.cause)
  }
  return new EngineError(
    'ENGINE_STOPPED',
    `O banco de dados embutido parou sozinho. Inicie o EstoqueUni de novo: tudo o que foi confirmado está guardado. Registro em ${folder}/log.`,
    reason.cause,
  )
}
