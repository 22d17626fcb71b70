import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { layoutOf } from '../src/server/db/engine/layout.ts'
import { readPostmaster } from '../src/server/db/engine/postmaster.ts'
import { median, print } from './support/figures.ts'

/*
 * How long a person waits for the product, from the start of the process to the line that says it is ready, on an empty folder and
 * on one that exists; and what the product and its own PostgreSQL take of the memory when nobody uses them. Memory is the sum of
 * proportional set sizes (pages that several processes share are counted once), which Linux alone tells.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, rest: { type: 'string', default: '5' } },
})
const rounds = Number(values.rounds)
const restSeconds = Number(values.rest)
const MAIN = fileURLToPath(new URL('../src/server/main.ts', import.meta.url))
const MEBIBYTE = 1024

print('load of the machine before', loadavg()[0] ?? 0)
const empty: number[] = []
const existing: number[] = []
const memory: { app: number; database: number }[] = []
for (let round = 0; round < rounds; round += 1) {
  const folder = await mkdtemp(join(tmpdir(), 'estoqueuni-start-'))
  try {
    empty.push(await timedStart(folder, async () => {}))
    existing.push(
      await timedStart(folder, async (app) => {
        if (process.platform !== 'linux') return
        await pause(restSeconds * 1000)
        memory.push(await memoryOf(app, folder))
      }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
print(`start on an empty folder, ms (median of ${rounds}, target 5000)`, median(empty))
print(`start on an existing folder, ms (median of ${rounds}, target 1500)`, median(existing))
if (memory.length > 0) {
  print('memory of the app at rest, MiB', median(memory.map((one) => one.app)))
  print('memory of its database at rest, MiB', median(memory.map((one) => one.database)))
  const sums = memory.map((one) => one.app + one.database)
  print(`memory of both at rest, MiB (median of ${rounds}, target 300)`, median(sums))
}

/** Starts the product on `folder`, lets `look` see it once it is ready, stops it; gives the milliseconds to the ready line. */
async function timedStart(folder: string, look: (app: ChildProcess) => Promise<void>): Promise<number> {
  const begun = performance.now()
  const app = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(app, 'exit')
  await untilReady(app)
  const taken = performance.now() - begun
  await look(app)
  app.kill('SIGTERM')
  await exited
  return taken
}

function untilReady(app: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    for (const stream of [app.stdout, app.stderr]) {
      stream?.on('data', (chunk) => {
        said.push(String(chunk))
        if (said.join('').includes('pronto em')) resolve()
      })
    }
    app.once('exit', (code) => reject(new Error(`the app ended with ${code}: ${said.join('')}`)))
  })
}

async function memoryOf(app: ChildProcess, folder: string): Promise<{ app: number; database: number }> {
  const postmaster = readPostmaster(layoutOf(folder))?.pid
  if (app.pid === undefined || postmaster === undefined) throw new Error('the product is not running')
  const servers = [postmaster, ...(await childrenOf(postmaster))]
  const sizes = await Promise.all(servers.map(proportionalSize))
  return { app: await proportionalSize(app.pid), database: sizes.reduce((sum, size) => sum + size, 0) }
}

/** Memory of a process in MiB, its share of shared pages included. A process that has just ended takes none. */
async function proportionalSize(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => 'Pss: 0 kB')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / MEBIBYTE
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid > 0)
  const stats = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      return { pid, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }
    }),
  )
  return stats.filter((one) => one.parent === parent).map((one) => one.pid)
}
