import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AppProcess,
  databaseUrlOf,
  type HttpCaller,
  type SentReply,
  setUpCompany,
  startAppProcess,
} from '../support/app-process.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { levelOf, makeProduct, putLevel } from '../support/stock.ts'

const CLIENTS = 64
/** Each race is run this often, on a product of its own: a race that is won by chance is not won every time. */
const RACES = 5

let database: TestDatabase
let apps: AppProcess[] = []
let owners: readonly HttpCaller[] = []
let branch_id: string

beforeAll(async () => {
  database = await cloneDatabase()
  const env = {
    DATABASE_URL: databaseUrlOf(database.connection),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  }
  apps = await Promise.all([startAppProcess(env), startAppProcess(env)])
  const company = await setUpCompany(processAt(0))
  branch_id = company.branch_id
  owners = apps.map((app) => app.as(company.token))
})
afterAll(async () => {
  await Promise.all(apps.map((app) => app.end('SIGTERM')))
  await database.drop()
})

describe.each([
  { processes: 1, through: 'one process' },
  { processes: 2, through: 'two processes on one database' },
])('through $through', ({ processes }) => {
  it('gives the last unit to exactly one of 64 clients', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const product_id = await productAt(0, 1)
      const replies = await sellAtOnce(CLIENTS, processes, product_id, 1)
      const refused = replies.filter(({ status }) => status !== 201)
      expect(refused).toHaveLength(CLIENTS - 1)
      for (const { status, body } of refused)
        expect({ status, code: body.code, available: body.available }).toEqual({
          status: 409,
          code: 'INSUFFICIENT_STOCK',
          available: 0,
        })
      expect(await levelOf(ownerAt(0), branch_id, product_id)).toEqual([0, 0, 0, 0])
      expect(await salesOf(product_id)).toBe(1)
    }
  })

  it('lets one of two tills that sell 40 of 68 at once succeed (stock 15)', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const product_id = await productAt(5, 8)
      const replies = await sellAtOnce(2, processes, product_id, 40)
      expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409])
      expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({
        code: 'INSUFFICIENT_STOCK',
        available: 28,
      })
      expect(await levelOf(ownerAt(0), branch_id, product_id)).toEqual([2, 4, 0, 28])
    }
  })

  it('sells once for 64 clients with the same key and gives all of them the same bytes', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const product_id = await productAt(5, 8)
      const replies = await sellAtOnce(CLIENTS, processes, product_id, 3, randomUUID())
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201))
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
      expect(replies.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(
        CLIENTS - 1,
      )
      expect(await levelOf(ownerAt(0), branch_id, product_id)).toEqual([5, 5, 0, 65])
      expect(await salesOf(product_id)).toBe(1)
    }
  })
})

it('leaves a ledger that holds', async () => {
  const { body } = await ownerAt(1).get('/ledger/verify?full=true')
  expect(body).toMatchObject({ ok: true, full: true, differences: [] })
})

function processAt(index: number): AppProcess {
  const app = apps[index]
  if (app === undefined) throw new Error(`process ${index} does not run`)
  return app
}

function ownerAt(index: number): HttpCaller {
  const owner = owners[index]
  if (owner === undefined) throw new Error(`process ${index} does not run`)
  return owner
}

async function productAt(closed_boxes: number, open_box_units: number): Promise<string> {
  const product_id = await makeProduct(ownerAt(0))
  await putLevel(ownerAt(0), branch_id, product_id, closed_boxes, open_box_units)
  return product_id
}

/** Every client sells at once, the clients spread over the processes; one key for all when it is given. */
function sellAtOnce(
  clients: number,
  processes: number,
  product_id: string,
  quantity: number,
  key?: string,
): Promise<SentReply[]> {
  const body = { branch_id, lines: [{ product_id, quantity }] }
  return Promise.all(
    Array.from({ length: clients }, (_, client) => ownerAt(client % processes).post('/sales', body, key)),
  )
}

async function salesOf(product_id: string): Promise<number> {
  const { body } = await ownerAt(0).get(`/movements?product_id=${product_id}&type=sale`)
  return body.items.length
}
