import { spawnSync } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { v7 } from 'uuid'
import { type AppUnderLoad, startApp } from './support/app-under-load.ts'
import { median, print } from './support/figures.ts'
import { runWrk, type WrkResult } from './support/wrk.ts'

/*
 * Signed events over HTTP, each with an id of its own: verified, stored in the inbox and on disk before they are answered. After each round
 * the rows are counted: an answer without a row would be a lost event.
 */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '100' },
    events: { type: 'string', default: '100000' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const connections = Number(values.connections)
const COMPANY = randomBytes(16).toString('hex')
const SECRET = randomBytes(30).toString('hex')

if (spawnSync('wrk', ['--version']).error !== undefined) {
  console.error('This measurement needs wrk. On Debian: apt-get install wrk')
  process.exit(1)
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
  const database = new pg.Client(app.connection)
  await database.connect()
  await connectCompany(app, database)
  const folder = await mkdtemp(join(tmpdir(), 'webhook-intake-'))
  const results: WrkResult[] = []
  let lost = 0
  await runWrk(app.address, await writeScript(folder), { seconds: 2, connections })
  for (let round = 0; round < rounds; round += 1) {
    const script = await writeScript(folder)
    const before = await deliveries(database)
    const result = await runWrk(app.address, script, { seconds, connections })
    results.push(result)
    const stored = (await deliveries(database)) - before
    lost += Math.max(0, result.requests - result.refused - stored)
  }
  await database.end()
  await rm(folder, { recursive: true })
  print(
    `${engine}: signed events stored a second, ${connections} connections (median of ${rounds})`,
    median(results.map((run) => run.rate)),
  )
  print(`${engine}: p50, ms`, median(results.map((run) => run.p50Ms)))
  print(`${engine}: p99, ms`, median(results.map((run) => run.p99Ms)))
  print(
    `${engine}: answers other than 2xx`,
    results.reduce((sum, run) => sum + run.refused, 0),
  )
  print(`${engine}: answered but not stored`, lost)
}

/** A company with an application, by the API, and an account, by SQL: nothing is ever called with its tokens. */
async function connectCompany(app: AppUnderLoad, database: pg.Client): Promise<void> {
  const call = async (path: string, token: string, body: unknown) => {
    const response = await fetch(`${app.address}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return (await response.json()) as { token: string; id: string; tenant: { id: string } }
  }
  const { token, tenant } = await call('/setup', '', {
    company_name: 'Bar da Medição',
    owner_name: 'Medidor',
    email: 'medidor@bar.example',
    password: 'uma senha bem longa',
  })
  const { id } = await call('/bling/apps', token, { client_id: 'medicao-1', client_secret: SECRET })
  const account = [tenant.id, v7(), id, COMPANY, v7()]
  await database.query(
    `insert into bling_accounts (tenant_id, id, app_id, company_id, name, access_token, refresh_token, token_expires_at, connected_at,
       connected_by)
     values ($1, $2, $3, $4, 'Loja da Medição', 'none', 'none', now(), now(), $5)`,
    account,
  )
}

async function deliveries(database: pg.Client): Promise<number> {
  const { rows } = await database.query('select coalesce(sum(deliveries), 0)::integer as n from bling_inbox')
  return rows[0].n
}

/** A load script over fresh events, signed beforehand. */
async function writeScript(folder: string): Promise<string> {
  const lines = Array.from({ length: Number(values.events) }, () => {
    const body = JSON.stringify({
      eventId: v7(),
      date: new Date().toISOString(),
      version: 'v1',
      event: 'stock.created',
      companyId: COMPANY,
      data: {
        produto: { id: 16_698_952_209 },
        deposito: { id: 14_889_169_062, saldoFisico: 6, saldoVirtual: 6 },
        operacao: 'S',
        quantidade: 1,
        saldoFisicoTotal: 6,
        saldoVirtualTotal: 6,
      },
    })
    return `${createHmac('sha256', SECRET).update(body).digest('hex')}${body}`
  })
  const data = join(folder, 'events.txt')
  const script = join(folder, 'events.lua')
  await writeFile(data, lines.join('\n'))
  await writeFile(script, luaScript(data))
  return script
}

function luaScript(data: string): string {
  return `
local events = {}
for line in io.lines("${data}") do events[#events + 1] = line end
local n = 0
wrk.headers["content-type"] = "application/json"
function request()
  n = n % #events + 1
  wrk.headers["x-bling-signature-256"] = "sha256=" .. events[n]:sub(1, 64)
  return wrk.format("POST", "/webhooks/bling", wrk.headers, events[n]:sub(65))
end
function done(summary, latency)
  io.write(string.format('RESULT {"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
`
}
