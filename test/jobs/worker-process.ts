import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../src/server/db/database.ts'
import { eventually } from '../support/eventually.ts'

/** A running worker, as another process of the product would be. */
export type WorkerProcess = {
  /** Numbers of the jobs it began, in order. */
  readonly done: readonly number[]
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts `worker-program.ts` on a database and waits until it works. */
export async function startWorker(connection: Connection): Promise<WorkerProcess> {
  const program = fileURLToPath(new URL('./worker-program.ts', import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(connection)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const done: number[] = []
  let isReady = false
  createInterface(child.stdout).on('line', (line) => {
    if (line === 'ready') isReady = true
    else done.push(Number(line))
  })
  await eventually('the worker is ready', () => (isReady ? true : undefined))
  return {
    done,
    end: async (signal) => {
      child.kill(signal)
      await exited
    },
  }
}
