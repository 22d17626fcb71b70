import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Connection } from '../../src/server/db/database.ts'
import type { Outcome } from './play.ts'

/** Processes that play seeds side by side, each on databases of its own on one server. */
export type Players = {
  /** Plays all seeds and tells of each as it ends; in what order they end is nobody's business. */
  playAll(seeds: readonly string[], tell: (outcome: Outcome) => Promise<void>): Promise<Outcome[]>
  close(): Promise<void>
}

/** Starts so many players; a storm waits for nothing but the processor, so more than there are processors help nobody. */
export async function openPlayers(count: number, server: Connection, write_mode: string): Promise<Players> {
  const children = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const args = ['--server', JSON.stringify(server), '--name', `p${index}`, '--write-mode', write_mode]
      const child = fork(join(import.meta.dirname, 'player.ts'), args)
      await answerOf(child)
      return child
    }),
  )
  return {
    async playAll(seeds, tell) {
      const left = [...seeds]
      const outcomes: Outcome[] = []
      const playOn = async (child: ChildProcess) => {
        for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
          child.send(seed)
          const outcome = (await answerOf(child)) as Outcome
          outcomes.push(outcome)
          await tell(outcome)
        }
      }
      await Promise.all(children.map(playOn))
      return outcomes
    },
    async close() {
      await Promise.all(
        children
          .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
          .map(async (child) => {
            const ended = once(child, 'exit')
            child.disconnect()
            await ended
          }),
      )
    },
  }
}

/** What a player says next; throws when it ends instead. */
function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) => {
      child.off('message', said)
      reject(new Error(`a player ended (${signal ?? code})`))
    }
    const said = (message: unknown) => {
      child.off('exit', ended)
      resolve(message)
    }
    child.once('message', said)
    child.once('exit', ended)
  })
}
