import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../src/server/db/database.ts'

/** A running relay, as another process of the product would be. */
export type RelayProcess = {
  /** Events whose handling it has told of. */
  taken(): number
  /** Sends the signal and waits until the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts `relay-program.ts` on a database; `name` is what its effects are signed with. */
export function startRelay(connection: Connection, name: string): RelayProcess {
  const program = fileURLToPath(new URL('./relay-program.ts', import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(connection), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let taken = 0
  child.stdout.on('data', (chunk: Buffer) => {
    taken += chunk.toString().split('\n').length - 1
  })
  return {
    taken: () => taken,
    end: async (signal) => {
      child.kill(signal)
      await exited
    },
  }
}
