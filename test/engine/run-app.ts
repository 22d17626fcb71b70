import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { RunAs } from '../../src/server/db/engine/run-as.ts'
import { eventually } from '../support/eventually.ts'

const Event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), step: z.string() }),
  z.object({
    kind: z.literal('ready'),
    pid: z.number(),
    connection: z.object({
      host: z.string(),
      port: z.number(),
      user: z.string(),
      password: z.string(),
      database: z.string(),
    }),
  }),
  z.object({ kind: z.enum(['refused', 'exit']), code: z.string(), message: z.string() }),
])
type Event = z.infer<typeof Event>

/** A running `app.ts`, by what it has said so far. */
export type App = {
  readonly child: ChildProcess
  readonly events: readonly Event[]
  /** The first event of this kind, as soon as it is there. */
  said<K extends Event['kind']>(kind: K): Promise<Extract<Event, { kind: K }>>
  /** Sends the signal and waits until the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

type AppOptions = {
  readonly settings?: object
  readonly runAs?: RunAs
  /** A command that runs the app for us, as `unshare` does in a container's stead. */
  readonly through?: readonly string[]
}

/** Starts the app on `dataDir` as a process of its own. */
export function runApp(dataDir: string, options: AppOptions = {}): App {
  const program = fileURLToPath(new URL('./app.ts', import.meta.url))
  const settings = JSON.stringify(options.settings ?? {})
  const [command = '', ...args] = [...(options.through ?? []), process.execPath, program, dataDir, settings]
  const child = spawn(command, args, { ...options.runAs, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const events: Event[] = []
  createInterface(child.stdout).on('line', (line) => events.push(Event.parse(JSON.parse(line))))
  return {
    child,
    events,
    said: (kind) => eventually(`the app says "${kind}"`, () => events.find((event) => isOf(event, kind))),
    end: async (signal) => {
      child.kill(signal)
      await exited
    },
  }
}

function isOf<K extends Event['kind']>(event: Event, kind: K): event is Extract<Event, { kind: K }> {
  return event.kind === kind
}
