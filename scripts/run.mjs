/**
 * Runs a task of the project: `node scripts/run.mjs TASK [ARGUMENTS]`, as the scripts of package.json do.
 * Needs nothing but the system's Node (20 or newer): it installs what is missing, then hands over to the
 * Node 24 that the project brings along.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './check.mjs'
import { ensureInstalled } from './install.mjs'
import { runTypeScript } from './node-24.mjs'
import { ROOT, SayAndStop } from './say.mjs'
import { test } from './test.mjs'
import { ensureWeb } from './web.mjs'

const PROGRAMS = {
  start: 'src/server/main.ts',
  demo: 'src/demo/main.ts',
  sandbox: 'src/sandbox/main.ts',
  verify: 'src/server/verify.ts',
  simulate: 'test/simulation/main.ts',
  screenshots: 'test/screenshots/main.ts',
}

const [task = '', ...args] = process.argv.slice(2)
try {
  process.exitCode = await run()
} catch (error) {
  if (!(error instanceof SayAndStop)) throw error
  console.error(error.message)
  process.exitCode = 1
}

/** Gives the exit code of the task. */
async function run() {
  if (task === 'check' || task === 'test') {
    await ensureInstalled()
    return task === 'check' ? (await check()).exitCode : test()
  }
  const program = task === 'bench' ? benchProgram(args.shift()) : PROGRAMS[task]
  if (program === undefined || !existsSync(join(ROOT, program))) {
    throw new SayAndStop(
      `Não há a tarefa "${task}". Há: ${[...Object.keys(PROGRAMS), 'bench', 'check', 'test'].join(', ')}.`,
    )
  }
  await ensureInstalled()
  if (['start', 'demo', 'screenshots'].includes(task) || program.startsWith('bench/web-')) await ensureWeb()
  return runTypeScript(program, args)
}

function benchProgram(name = '') {
  const benches = readdirSync(join(ROOT, 'bench')).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  if (benches.includes(`${name}.ts`)) return `bench/${name}.ts`
  throw new SayAndStop(
    `Diga qual medição: npm run bench -- NOME, com ${benches.map((file) => file.slice(0, -3)).join(', ')}.`,
  )
}
