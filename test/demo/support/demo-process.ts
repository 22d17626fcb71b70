import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { eventually } from '../../support/eventually.ts'

const MAIN = fileURLToPath(new URL('../../../src/demo/main.ts', import.meta.url))
const running = new Set<ChildProcess>()

/** A demonstration as a person starts it, and what its console has shown. */
export type Demo = {
  readonly child: ChildProcess
  printed(): string
  end(signal: NodeJS.Signals): Promise<unknown>
}

/** Starts one of few days on free ports, in which nothing happens by itself; `env` names its folder and what differs. */
export function startDemo(env: Readonly<Record<string, string>>): Demo {
  const usual = { PORT: '0', SANDBOX_PORT: '0', DEMO_DAYS: '5', DEMO_LIVE: '0' }
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...usual, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += String(chunk)
    })
  }
  return {
    child,
    printed: () => text,
    end: async (signal) => {
      const exited = once(child, 'exit')
      child.kill(signal)
      return (await exited)[0]
    },
  }
}

/** Ends what still runs, gracefully. */
export async function endDemos(): Promise<void> {
  for (const child of running) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

/** Addresses and password as the console shows them once everything is up. */
export function welcomeOf(demo: Demo): Promise<{ address: string; password: string; bling: string }> {
  return eventually(
    'the demonstration is ready',
    () => {
      const [, address] = /pronto em (http\S+)/.exec(demo.printed()) ?? []
      const [, password] = /Senha: +(\S+)/.exec(demo.printed()) ?? []
      const [, bling] = /Bling de testes: (http\S+)\/_sandbox\//.exec(demo.printed()) ?? []
      if (address === undefined || password === undefined || bling === undefined) return undefined
      return { address, password, bling }
    },
    50_000,
  )
}
