import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { v7 } from 'uuid'
import { type AppUnderLoad, startApp } from './support/app-under-load.ts'
import { measureIntake } from './support/intake-load.ts'
import { openStillShop, type StillShop } from './support/still-shop.ts'

/*
 * Orders as a WooCommerce shop delivers them, whole and signed, each with an id of its own: verified, stored in the inbox and on disk before
 * they are answered, while the product reads the orders back at the shop's pace and takes them in. After each round the rows are counted.
 */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '50' },
    events: { type: 'string', default: '100000' },
  },
})

if (spawnSync('wrk', ['--version']).error !== undefined) {
  console.error('This measurement needs wrk. On Debian: apt-get install wrk')
  process.exit(1)
}

for (const engine of values.engine === 'both' ? ['server', 'embedded'] : [values.engine]) {
  const app = await startApp(engine === 'server' ? 'server' : 'embedded')
  const shop = await openStillShop()
  try {
    await measure(engine, app, shop)
  } finally {
    await app.stop()
    await shop.close()
  }
}

async function measure(engine: string, app: AppUnderLoad, shop: StillShop): Promise<void> {
  const database = new pg.Client(app.connection)
  await database.connect()
  const door = new URL(await connect(app, shop))
  let number = 0
  await measureIntake(
    {
      name: `${engine}: signed orders of a shop`,
      address: app.address,
      path: door.pathname,
      headers: ['x-wc-webhook-topic', 'x-wc-webhook-delivery-id', 'x-wc-webhook-signature'],
      event: () => {
        number += 1
        const body = JSON.stringify(shop.order(number))
        const signature = createHmac('sha256', shop.secret()).update(body).digest('base64')
        return { headers: ['order.created', v7(), signature], body }
      },
      stored: async () => {
        const counted = await database.query(
          'select coalesce(sum(deliveries), 0)::integer as n from site_inbox',
        )
        return counted.rows[0].n
      },
    },
    {
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      connections: Number(values.connections),
      events: Number(values.events),
    },
  )
  await database.end()
}

/** Connects the shop as a person does; gives the address at which it tells us what happens, once it was told to. */
async function connect(app: AppUnderLoad, shop: StillShop): Promise<string> {
  const call = async (method: 'GET' | 'POST', path: string, token: string, body?: unknown) => {
    const response = await fetch(`${app.address}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return (await response.json()) as { token: string; webhook_url: string }
  }
  const { token } = await call('POST', '/setup', '', {
    company_name: 'Bar da Medição',
    owner_name: 'Medidor',
    email: 'medidor@bar.example',
    password: 'uma senha bem longa',
  })
  const keys = { consumer_key: 'ck_medicao', consumer_secret: 'cs_medicao' }
  const wanted = { kind: 'woocommerce', name: 'Loja da Medição', address: shop.address, credentials: keys }
  const { webhook_url } = await call('POST', '/sites', token, wanted)
  for (const until = Date.now() + 10_000; shop.secret() === ''; ) {
    if (Date.now() > until) throw new Error('the shop was not told where to deliver')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return webhook_url
}
