import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient } from '../../src/client/estoqueuni-client.ts'
import { emailOf } from '../../src/demo/company.ts'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import type { App } from '../../src/server/app.ts'
import { systemClock } from '../../src/server/kernel/clock.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { openApp } from './support/open-app.ts'
import { runBlocks, shellBlocks } from './support/shell-blocks.ts'

const PASSWORD = 'uma senha bem longa'
const DAYS = 10

let database: TestDatabase
let app: App
let address: string

beforeAll(async () => {
  database = await cloneDatabase()
  const { connection } = database
  const encryptionKey = randomBytes(32)
  const logger = createLogger('silent')
  const until = new Date()
  await seedDemo({ connection, encryptionKey, logger, password: PASSWORD, days: DAYS, until })
  app = await openApp({ connection, encryptionKey, clock: systemClock })
  address = await app.http.listen({ port: 0, host: '127.0.0.1' })
}, 120_000)

afterAll(async () => {
  await app.close()
  await database.drop()
})

it('docs/tutorial.md: every command does what the page says', async () => {
  const [start, ...blocks] = shellBlocks('docs/tutorial.md')
  expect(start).toBe('npm run demo\n')
  const printed = await runBlocks(blocks, { ADDRESS: address, PASSWORD })
  const said = (words: string) => {
    const index = blocks.findIndex((block) => block.includes(words))
    expect(index).toBeGreaterThan(-1)
    return printed[index] ?? ''
  }
  expect(JSON.parse(said('[d.user.name'))).toEqual(['Marina Duarte', 'owner', 'Bar Aurora'])
  expect(JSON.parse(said('sort=days_until_stockout'))).toHaveLength(5)
  expect(said('13680')).toContain('"came_in": 72')
  expect(JSON.parse(said('SALE=$(call'))).toMatchObject({ total_cents: 2400, left: -2 })
  expect(JSON.parse(said('savings_cents: d'))).toMatchObject({
    total_cents: 5500,
    savings_cents: 500,
    left: -5,
  })
  expect(said('bottles_opened: d')).toContain('"doses": -3')
  expect(JSON.parse(said('100000'))).toEqual([
    409,
    'INSUFFICIENT_STOCK',
    expect.stringContaining('Disponível'),
  ])
  expect(said('AGAIN=$(call')).toMatch(/first answer: sale (\d+), second answer: sale \1\n/)
  expect(JSON.parse(said('/cancel'))).toEqual({ status: 'cancelled', came_back: 2, type: 'return' })
  expect(said('LOOSE + 1')).toContain('"difference": 1')
  expect(JSON.parse(said('/transfers'))).toEqual(['transfer_out -24', 'transfer_in 24'])
  expect(JSON.parse(said('limit=8'))).toHaveLength(8)
  expect(JSON.parse(said('as_of=$WEEK_AGO')).total_bottles).toBeGreaterThanOrEqual(0)
  expect(JSON.parse(said('/consistency'))).toEqual({ ok: true, findings: [] })
  expect(JSON.parse(said('/dashboard')).buy).toHaveLength(3)
  expect(JSON.parse(said('full=true'))).toMatchObject({ ok: true, differences: [] })
  expect(JSON.parse(said('sign-out'))).toEqual([401, 'UNAUTHENTICATED'])
})

it('docs/how-to/connect-by-api-key.md: a key is made, used and revoked', async () => {
  const client = createClient({ address })
  const { token } = await client.auth.signIn({ email: emailOf('marina'), password: PASSWORD })
  const blocks = shellBlocks('docs/how-to/connect-by-api-key.md')
  const printed = await runBlocks(blocks, { ADDRESS: address, TOKEN: token })
  expect(printed).toHaveLength(4)
  expect(printed[1]).toContain('"role":"cashier"')
  expect(printed[2]).toContain('AGU-SEM-510')
  expect(printed[3]).toBe('401\n')
})
