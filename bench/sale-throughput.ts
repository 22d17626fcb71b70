import { spawnSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type AppUnderLoad, startApp } from './support/app-under-load.ts'
import { openBar } from './support/bar.ts'
import { cpuOfTree } from './support/cpu.ts'
import { median, print } from './support/figures.ts'
import { postmasterPid, preparePgbench, runPgbench } from './support/pgbench.ts'
import { runWrk, type WrkResult } from './support/wrk.ts'

/*
 * Sales over HTTP, with everything that a sale has (session, tenant, idempotency, ledger with seals, levels, daily sums, outbox),
 * against pgbench's TPC-B on the same PostgreSQL, in alternating rounds. The machine's noise hits both, so read the ratios.
 */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    products: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '100' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const connections = Number(values.connections)

for (const tool of ['wrk', 'pgbench']) {
  if (spawnSync(tool, ['--version']).error !== undefined) {
    console.error(`This measurement needs ${tool}. On Debian: apt-get install wrk postgresql-contrib`)
    process.exit(1)
  }
}

for (const engine of values.engine === 'both' ? ['server', 'embedded'] : [values.engine]) {
  const app = await startApp(engine === 'server' ? 'server' : 'embedded')
  try {
    await measure(engine, app)
  } finally {
    await app.stop()
  }
}

async function measure(engine: string, app: AppUnderLoad): Promise<void> {
  const bar = await openBar(app, Number(values.products))
  const folder = await mkdtemp(join(tmpdir(), 'sale-throughput-'))
  const script = async (name: string, ids: readonly string[]) => {
    const path = join(folder, `${name}.lua`)
    await writeFile(path, luaScript(bar.token, bar.branch_id, ids, name))
    return path
  }
  const spread = await script('spread', bar.product_ids)
  const hot = await script('hot', bar.product_ids.slice(0, 1))
  await preparePgbench(app.connection)
  await runWrk(app.address, spread, { seconds: 3, connections })

  const tps: number[] = []
  const cpu: Record<'pgbench' | 'spread' | 'hot', number[]> = { pgbench: [], spread: [], hot: [] }
  const database = await postmasterPid(app.connection)
  const results: Record<'spread' | 'hot', WrkResult[]> = { spread: [], hot: [] }
  for (let round = 0; round < rounds; round += 1) {
    const used = () => cpuOfTree(app.pid) + (app.isEmbedded ? 0 : cpuOfTree(database))
    let before = used()
    const rate = await runPgbench(app.connection, seconds)
    tps.push(rate)
    cpu.pgbench.push((used() - before) / (rate * seconds))
    for (const [kind, path] of [
      ['spread', spread],
      ['hot', hot],
    ] as const) {
      before = used()
      const run = await runWrk(app.address, path, { seconds, connections })
      results[kind].push(run)
      cpu[kind].push((used() - before) / (run.rate * seconds))
    }
  }
  const verified = await bar.verify().catch(() => false)
  print(`${engine}: ledger verifies after the load`, verified ? 'yes' : 'NO')
  print(`${engine}: pgbench TPC-B, tps (median of ${rounds})`, median(tps))
  print(`${engine}: processor time per pgbench transaction, us (database)`, median(cpu.pgbench))
  for (const kind of ['spread', 'hot'] as const) {
    const name = kind === 'spread' ? `over ${bar.product_ids.length} SKUs` : 'on one SKU'
    const runs = results[kind]
    print(`${engine}: sales/s ${name}, ${connections} connections`, median(runs.map((run) => run.rate)))
    print(`${engine}: p50 ${name}, ms`, median(runs.map((run) => run.p50Ms)))
    print(`${engine}: p99 ${name}, ms`, median(runs.map((run) => run.p99Ms)))
    print(`${engine}: processor time per sale ${name}, us (app and database)`, median(cpu[kind]))
    print(
      `${engine}: answers other than 2xx ${name}`,
      runs.reduce((sum, run) => sum + run.refused, 0),
    )
  }
  for (const kind of ['spread', 'hot'] as const) {
    const ratios = results[kind].map((run, round) => run.rate / (tps[round] ?? Number.NaN))
    print(`${engine}: ratio to pgbench, ${kind === 'spread' ? 'many SKUs' : 'one SKU'}`, median(ratios))
  }
}

/** Each request is a sale of one unit of a random product under a key of its own. */
function luaScript(token: string, branchId: string, ids: readonly string[], name: string): string {
  return `
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
local ids = { ${ids.map((id) => `"${id}"`).join(', ')} }
local n = 0
local run = "${name}-" .. os.time() .. "-"
function init() math.randomseed(os.time() + id) end
function request()
  n = n + 1
  wrk.headers["idempotency-key"] = run .. id .. "-" .. n
  local product = ids[math.random(#ids)]
  return wrk.format("POST", "/api/v1/sales", wrk.headers,
    '{"branch_id":"${branchId}","lines":[{"product_id":"' .. product .. '","sold_as":"unit","quantity":1}]}')
end
wrk.headers["authorization"] = "Bearer ${token}"
wrk.headers["content-type"] = "application/json"
function done(summary, latency)
  io.write(string.format('RESULT {"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
`
}
