import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFailed, onTestFinished } from 'vitest'
import { Random } from '../../../src/sandbox/kernel/random.ts'
import { type AppProcess, type HttpCaller, setUpCompany, startAppProcess } from '../../support/app-process.ts'
import { levelOf, makeProduct, putLevel } from '../../support/stock.ts'

/** How often it is killed. */
export const KILLS = Number(process.env['CRASH_KILLS'] ?? 50)
/** Decides what is sold and when the end comes; the machine decides how far the load has come by then. */
const SEED = process.env['CRASH_SEED'] ?? randomUUID()
const CLIENTS = 16
const LOAD_MS = { min: 60, max: 200 }
const UNITS_PER_BOX = 12
const FIRST_BOXES = 100_000

/** A sale that a client wants and repeats under its key until it knows the answer. */
type Wanted = { readonly key: string; readonly body: object; readonly units: ReadonlyMap<string, number> }
type Known = { readonly wanted: Wanted; readonly sale_id: string; readonly text: string }

/** What the clients know; they outlive every crash. */
type Books = {
  readonly random: Random
  readonly branch_id: string
  readonly product_ids: readonly string[]
  readonly acknowledged: Map<string, Known>
  readonly unanswered: Map<string, Wanted>
  /** Sales that had happened although their answer was lost. */
  committedUnheard: number
}

/**
 * Loads the app on a data folder, has it killed and starts it again, as often as KILLS says, and looks at everything after each
 * start. `kill` ends what this test is about.
 */
export async function survive(
  dataDir: string,
  name: string,
  kill: (app: AppProcess, random: Random) => Promise<unknown>,
): Promise<void> {
  onTestFailed(() => console.log(`To sell the same at the same moments: CRASH_SEED=${SEED}`))
  onTestFinished(async () => void (await running?.end('SIGTERM')))
  const random = new Random(`${SEED}/${name}`)
  let app = await startOn(dataDir)
  const { token, branch_id } = await setUpCompany(app)
  const books = await openBooks(app.as(token), branch_id, random)
  // Only a process that ends in good order leaves behind what lets the later ones start faster.
  await app.end('SIGTERM')
  app = await startOn(dataDir)
  let answeredUnderLoad = 0
  for (let round = 0; round < KILLS; round += 1) {
    const heard = await loadUntilKilled(app.as(token), books, () => kill(app, random))
    answeredUnderLoad += heard.length
    app = await startOn(dataDir)
    await checkRestart(app.as(token), books, heard)
  }
  await checkEnd(app.as(token), books)
  expect(answeredUnderLoad, 'kills fell upon work').toBeGreaterThan(KILLS)
  if (KILLS >= 50) expect(books.committedUnheard, 'kills fell between commit and answer').toBeGreaterThan(0)
}

let running: AppProcess | undefined

async function startOn(dataDir: string): Promise<AppProcess> {
  running = await startAppProcess({ DATA_DIR: dataDir })
  return running
}

async function openBooks(owner: HttpCaller, branch_id: string, random: Random): Promise<Books> {
  const product_ids: string[] = []
  for (let n = 0; n < 3; n += 1) {
    const product_id = await makeProduct(owner, { units_per_box: UNITS_PER_BOX })
    await putLevel(owner, branch_id, product_id, FIRST_BOXES, 0)
    product_ids.push(product_id)
  }
  return {
    ...{ random, branch_id, product_ids },
    ...{ acknowledged: new Map(), unanswered: new Map(), committedUnheard: 0 },
  }
}

/** One or two products, in units or boxes. */
function nextWanted({ random, branch_id, product_ids }: Books): Wanted {
  const skipped = random.int('what', { min: 0, max: product_ids.length })
  const chosen = product_ids.filter((_, index) => index !== skipped).slice(0, 2)
  const lines = chosen.map((product_id) => ({
    product_id,
    sold_as: random.next('what') < 0.2 ? 'box' : 'unit',
    quantity: random.int('what', { min: 1, max: 3 }),
  }))
  const units = lines.map((line): [string, number] => [
    line.product_id,
    line.quantity * (line.sold_as === 'box' ? UNITS_PER_BOX : 1),
  ])
  return { key: randomUUID(), body: { branch_id, lines }, units: new Map(units) }
}

/** Clients sell one sale after another until the end comes; gives what was acknowledged in that time. */
async function loadUntilKilled(
  owner: HttpCaller,
  books: Books,
  kill: () => Promise<unknown>,
): Promise<Known[]> {
  const heard: Known[] = []
  let isDying = false
  const sellOn = async () => {
    while (!isDying) {
      const wanted = nextWanted(books)
      books.unanswered.set(wanted.key, wanted)
      const reply = await owner.post('/sales', wanted.body, wanted.key).catch((error: unknown) => {
        if (!isDying) throw error
        return undefined
      })
      // An app whose database dies first may still say that it does not know.
      if (reply === undefined || (reply.status >= 500 && isDying)) return
      expect(reply.status, reply.text).toBe(201)
      heard.push(acknowledge(books, wanted, reply.body.id, reply.text))
    }
  }
  const clients = Array.from({ length: CLIENTS }, sellOn)
  // The moment of the end is what this test varies: nothing else is waited for.
  const dying = pause(books.random.int('when', LOAD_MS)).then(() => {
    isDying = true
    return kill()
  })
  await Promise.all([dying, ...clients])
  return heard
}

function acknowledge(books: Books, wanted: Wanted, sale_id: string, text: string): Known {
  const known = { wanted, sale_id, text }
  books.unanswered.delete(wanted.key)
  books.acknowledged.set(wanted.key, known)
  return known
}

/** Nothing acknowledged is missing, nothing happened that nobody asked for; then the unanswered are asked again. */
async function checkRestart(owner: HttpCaller, books: Books, heard: readonly Known[]): Promise<void> {
  for (const product_id of books.product_ids) {
    const unheard = (await soldOf(owner, books, product_id)) - unitsOf(acknowledgedOf(books), product_id)
    expect(unheard).toBeGreaterThanOrEqual(0)
    expect(unheard).toBeLessThanOrEqual(unitsOf([...books.unanswered.values()], product_id))
  }
  await inTurns([...books.unanswered.values()], async (wanted) => {
    const reply = await owner.post('/sales', wanted.body, wanted.key)
    expect(reply.status, reply.text).toBe(201)
    if (reply.headers['idempotency-replayed'] === 'true') books.committedUnheard += 1
    acknowledge(books, wanted, reply.body.id, reply.text)
  })
  await expectReplays(owner, heard)
  await expectConserved(owner, books)
  const { body } = await owner.get('/ledger/verify')
  expect(body).toMatchObject({ ok: true, differences: [] })
}

/** Every sale ever acknowledged is there once, and no other; the whole ledger holds. */
async function checkEnd(owner: HttpCaller, books: Books): Promise<void> {
  await expectReplays(owner, [...books.acknowledged.values()])
  await expectConserved(owner, books)
  const known = [...books.acknowledged.values()].map(({ sale_id }) => sale_id)
  expect((await allSales(owner)).toSorted()).toEqual(known.toSorted())
  const { body } = await owner.get('/ledger/verify?full=true')
  expect(body).toMatchObject({ ok: true, full: true, differences: [] })
}

async function expectReplays(owner: HttpCaller, sales: readonly Known[]): Promise<void> {
  await inTurns(sales, async ({ wanted, text }) => {
    const reply = await owner.post('/sales', wanted.body, wanted.key)
    expect(reply.text).toBe(text)
    expect([reply.status, reply.headers['idempotency-replayed']]).toEqual([201, 'true'])
  })
}

async function expectConserved(owner: HttpCaller, books: Books): Promise<void> {
  for (const product_id of books.product_ids)
    expect(await soldOf(owner, books, product_id)).toBe(unitsOf(acknowledgedOf(books), product_id))
}

/** Units that have left the level. */
async function soldOf(owner: HttpCaller, { branch_id }: Books, product_id: string): Promise<number> {
  const [, , , units] = await levelOf(owner, branch_id, product_id)
  return FIRST_BOXES * UNITS_PER_BOX - units
}

function acknowledgedOf({ acknowledged }: Books): Wanted[] {
  return [...acknowledged.values()].map(({ wanted }) => wanted)
}

function unitsOf(sales: readonly Wanted[], product_id: string): number {
  return sales.reduce((sum, { units }) => sum + (units.get(product_id) ?? 0), 0)
}

async function allSales(owner: HttpCaller): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: { body: { items: { id: string }[]; next_cursor: string | null } } = await owner.get(
      `/sales?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    ids.push(...body.items.map(({ id }) => id))
    cursor = body.next_cursor
  }
  return ids
}

/** Does `work` for every item, as many at a time as there are clients. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  const client = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}
