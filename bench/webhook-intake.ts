import { spawnSync } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { v7 } from 'uuid'
import { type AppUnderLoad, startApp } from './support/app-under-load.ts'
import { measureIntake } from './support/intake-load.ts'

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
  const load = {
    name: `${engine}: signed events`,
    address: app.address,
    path: '/webhooks/bling',
    headers: ['x-bling-signature-256'],
    event: signedEvent,
    stored: () => deliveries(database),
  }
  await measureIntake(load, {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    events: Number(values.events),
  })
  await database.end()
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

function signedEvent() {
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
  return { headers: [`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`], body }
}
