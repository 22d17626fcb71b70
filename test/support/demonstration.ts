import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url))

/** The demonstration as its own process, and how its owner enters. */
export type Demonstration = {
  readonly address: string
  readonly email: string
  readonly password: string
  stop(): Promise<void>
}

/** Starts a demonstration with so many days of history and no guests; it lives in a folder of its own that goes with it. */
export async function startDemonstration(days: number): Promise<Demonstration> {
  const folder = await mkdtemp(join(tmpdir(), 'estoqueuni-demo-'))
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: '0',
      SANDBOX_PORT: '0',
      DEMO_DAYS: String(days),
      DEMO_LIVE: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let told = ''
  const [, address = '', email = '', password = ''] = await new Promise<RegExpExecArray>(
    (resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString()
        const found = /pronto em (http\S+)[\s\S]*E-mail: (\S+)\s+Senha:\s+(\S+)/.exec(told)
        if (found !== null) resolve(found)
      })
      child.once('exit', (code) => reject(new Error(`the demonstration ended with ${code}`)))
    },
  )
  return {
    address,
    email,
    password,
    async stop() {
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}
