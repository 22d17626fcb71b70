import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { CallRecord } from '../src/sandbox/log.ts'
import { type Sandbox, startSandbox } from '../src/sandbox/server.ts'
import { startApp } from './support/app-under-load.ts'
import { print } from './support/figures.ts'
import { type BenchShop, connectThreeShops, foundThreeShops, skuOf } from './support/three-shops.ts'

/*
 * What keeping three accounts right costs in calls and in time, with the real limits: the product as a process, the sandbox here. The lower
 * bound is a reading of a hundred products a call in each account, and one write for each target that changed. Reading back what was
 * written is no part of that bound: here it counts as cost like every other call, and a bound that grants it is printed beside it. The
 * floor in time is what an account's three calls a second allow for the calls of the bound, of which the first three leave at once.
 */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'embedded' },
    skus: { type: 'string', default: '10000' },
    dirty: { type: 'string', default: '1,100,500' },
  },
})
const ACCOUNTS = 3
const BATCH = 100
const CALLS_PER_SECOND = 3
/** Nothing has been called for so long: whatever follows from a change is over. */
const QUIET_MS = 8_000
const EDITED_BEFORE_MS = 3 * 3_600_000
const READING = 'GET /estoques/saldos'
const WRITE = 'POST /estoques'

const skus = Number(values.skus)
const sandbox = await startSandbox({ seed: 'sync-cost' })
// Products that were edited within the last hour are read again by every sweep: these were not.
sandbox.control.setClock({ mode: 'manual', at: Date.now() - EDITED_BEFORE_MS })
const shops = foundThreeShops(sandbox.control, skus)
sandbox.control.setClock({ mode: 'real', at: Date.now() })
const app = await startApp(values.engine === 'server' ? 'server' : 'embedded', {
  BLING_API_URL: `${sandbox.url}/Api/v3`,
  BLING_AUTH_URL: `${sandbox.url}/Api/v3`,
})
const ratios: [string, number][] = []
try {
  await connectThreeShops(app.address, sandbox, shops)
  await quiet(sandbox)
  await measureSweep()
  for (const count of values.dirty.split(',').map(Number)) await measureChange(count)
  for (const [name, ratio] of ratios) print(name, ratio)
} finally {
  await app.stop()
  await sandbox.close()
}

async function measureSweep(): Promise<void> {
  const database = new pg.Client(app.connection)
  await database.connect()
  const from = sandbox.calls().length
  const began = Date.now()
  await database.query('update sync_accounts set next_sweep_at = now(), sweep_started_at = null')
  await quiet(sandbox)
  const calls = sandbox.calls().slice(from)
  await database.end()
  const last = calls.at(-1)?.at ?? began
  const name = `sweep of ${skus} SKUs over ${ACCOUNTS} accounts with nothing to change`
  print(`${name}: balance calls`, countOf(calls, READING))
  print(`${name}: other calls`, calls.length - countOf(calls, READING))
  print(`${name}: writes`, countOf(calls, WRITE))
  print(`${name}: seconds`, (last - began) / 1000)
}

/** The stock of `count` products falls by one in the first account. */
async function measureChange(count: number): Promise<void> {
  const [shop] = shops
  if (shop === undefined) throw new Error('there is no shop')
  const from = sandbox.calls().length
  const began = Date.now()
  take(shop, count)
  await quiet(sandbox)
  const calls = sandbox.calls().slice(from)
  const writes = calls.filter((call) => call.operation === WRITE)
  const last = writes.at(-1)?.at ?? Number.NaN
  const reads = countOf(calls, READING)
  const perAccount = Math.ceil(count / BATCH) + count
  const bound = ACCOUNTS * perAccount
  const granted = bound + ACCOUNTS * Math.ceil(count / BATCH)
  const floor = Math.ceil(perAccount / CALLS_PER_SECOND) - 1
  const name = `${count} changed SKUs`
  print(`${name}: balance calls, readings back among them`, reads)
  print(`${name}: writes`, writes.length)
  print(`${name}: other calls`, calls.length - reads - writes.length)
  print(`${name}: refused calls (429)`, calls.filter((call) => call.status === 429).length)
  print(`${name}: calls per changed SKU`, calls.length / count)
  print(`${name}: lower bound per changed SKU`, bound / count)
  print(`${name}: seconds from event to last write`, (last - began) / 1000)
  print(`${name}: floor of the rate limit, seconds`, floor)
  ratios.push([`${name}: calls over the lower bound`, calls.length / bound])
  ratios.push([`${name}: calls over the lower bound that grants reading back`, calls.length / granted])
  if (floor > 0) ratios.push([`${name}: time over the floor`, (last - began) / 1000 / floor])
}

function take({ company_id, main, products }: BenchShop, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const product_id = products.get(skuOf(number)) ?? 0
    sandbox.control.move(company_id, { product_id, deposit_id: main, operation: 'S', quantity: 1 })
  }
}

/** Resolves when nobody has called the sandbox for a while. */
async function quiet({ calls }: Sandbox): Promise<void> {
  const asked = Date.now()
  for (;;) {
    const last = Math.max(asked, calls().at(-1)?.at ?? 0)
    if (Date.now() - last > QUIET_MS) return
    await pause(200)
  }
}

function countOf(calls: readonly CallRecord[], operation: string): number {
  return calls.filter((call) => call.operation === operation).length
}
