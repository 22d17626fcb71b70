import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { killServer, newDataFolder } from './data-folder.ts'

const launcher = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url))
const runner = fileURLToPath(new URL('../../scripts/node-24.mjs', import.meta.url))
const dataDir = newDataFolder()

it('names the tasks when it is asked for one that is not there', () => {
  const { status, stderr } = spawnSync(process.execPath, [launcher, 'voar'], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Não há a tarefa "voar". Há: start, .*test\.\n$/)
})

it('passes a repeated signal on once, waits for the program and keeps its exit code', async () => {
  const script = `process.exitCode = await (await import(${JSON.stringify(runner)})).runTypeScript('test/engine/app.ts', [${JSON.stringify(dataDir)}])`
  const launched = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(launched, 'exit')
  for await (const line of createInterface(launched.stdout)) if (line.includes('"ready"')) break
  launched.kill('SIGTERM')
  launched.kill('SIGINT')
  launched.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(await killServer(dataDir)).toBeUndefined()
})
