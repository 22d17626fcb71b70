import type { ChainedMovement } from '../../../src/server/stock/batch/ledger-chain.ts'
import type { Books, LotRow } from './books.ts'
import type { Done } from './check-answers.ts'
import { claim, grouped } from './claim.ts'
import { idIn, type Performance } from './perform.ts'

const levelOf = (row: { branch_id: string; product_id: string }) => row.branch_id + row.product_id

/** Lots are the replay of what the rows say of them; what leaves, leaves by expiry, and nothing leaves a lot that is not in it. */
export function checkLots(books: Books): void {
  const lots = new Map<string, Map<string, { quantity: number; expiry_date: string | null }>>()
  for (const row of books.movements) {
    const ofLevel =
      lots.get(levelOf(row)) ?? new Map<string, { quantity: number; expiry_date: string | null }>()
    lots.set(levelOf(row), ofLevel)
    checkShares(row)
    for (const share of row.lots ?? []) {
      const quantity = (ofLevel.get(share.batch_number)?.quantity ?? 0) + share.quantity
      const expiry_date = ofLevel.get(share.batch_number)?.expiry_date ?? share.expiry_date
      ofLevel.set(share.batch_number, { quantity, expiry_date })
      claim(quantity >= 0, 'a lot never holds less than nothing', () => row)
    }
    if (row.quantity < 0 && row.movement_type !== 'box_config') checkByExpiry(row, ofLevel)
  }
  const kept = new Map(books.lots.map((lot) => [`${levelOf(lot)} ${lot.batch_number}`, lot]))
  for (const [level, ofLevel] of lots) {
    for (const [batch, { quantity }] of ofLevel) {
      const lot: LotRow | undefined = kept.get(`${level} ${batch}`)
      claim(lot?.quantity === quantity, 'the book of lots is the replay of the ledger', () => [
        batch,
        quantity,
        lot,
      ])
      kept.delete(`${level} ${batch}`)
    }
  }
  claim(kept.size === 0, 'no lot is there that no row put there', () => [...kept.values()])
}

function checkShares(row: ChainedMovement): void {
  if (row.lots === null || row.movement_type === 'box_config') return
  const sum = row.lots.reduce((total, share) => total + share.quantity, 0)
  const sameSign = row.lots.every((share) => share.quantity * row.quantity > 0)
  claim(sameSign && Math.abs(sum) <= Math.abs(row.quantity), 'lots move no more than their row', () => row)
}

function checkByExpiry(
  row: ChainedMovement,
  left: ReadonlyMap<string, { readonly quantity: number; readonly expiry_date: string | null }>,
): void {
  const taken = new Set((row.lots ?? []).map((share) => share.batch_number))
  const last = (row.lots ?? []).reduce((max, share) => later(max, share.expiry_date), '')
  for (const [batch, { quantity, expiry_date }] of left) {
    const untouched = quantity > 0 && !taken.has(batch)
    claim(!untouched || (expiry_date ?? '9') >= last, 'what expires first leaves first', () => [
      row,
      batch,
      expiry_date,
    ])
  }
}

function later(one: string, other: string | null): string {
  return (other ?? '9') > one ? (other ?? '9') : one
}

/** What was sold per business day, bottles and each size of dose apart, is what the ledger says, by a clock that is always three hours behind UTC. */
export function checkDays({ script, company }: Performance, books: Books, done: readonly Done[]): void {
  const expected = new Map<
    string,
    { sold: number; returned: number; packs: number; muntu: number; cents: number }
  >()
  const dayOf = (row: ChainedMovement) => {
    const shifted = row.occurred_at.getTime() - (3 + script.settings.business_day_cutoff_hour) * 3_600_000
    const key = `${new Date(shifted).toISOString().slice(0, 10)} ${levelOf(row)} ${row.doses_per_bottle ?? 0}`
    const day = expected.get(key) ?? { sold: 0, returned: 0, packs: 0, muntu: 0, cents: 0 }
    expected.set(key, day)
    return day
  }
  const sales = new Map(books.sales.map((sale) => [sale.id, sale]))
  const packSize = (id: string) => company.products.find((product) => product.id === id)?.muntu?.quantity ?? 0
  for (const { attempt, answer, rows } of done) {
    const { asked } = attempt.request
    for (const row of rows) {
      if (row.movement_type === 'sale' || row.movement_type === 'sale_muntu') dayOf(row).sold -= row.quantity
      if (row.movement_type === 'return') dayOf(row).returned += row.quantity
    }
    if (asked.kind !== 'sale' && asked.kind !== 'cancel') continue
    const sale = sales.get(asked.kind === 'sale' ? idIn(answer) : asked.sale_id)
    if (sale === undefined) throw new Error('a sale was answered and not kept')
    const sign = asked.kind === 'sale' ? 1 : -1
    for (const [line, ofLine] of linesOf(sale, asked.kind, rows)) {
      const [first] = ofLine
      if (first === undefined) continue
      const day = dayOf(first)
      day.cents += sign * (line.amount_cents ?? 0)
      day.packs += sign * line.packs
      day.muntu += sign * line.packs * packSize(first.product_id) * (first.doses_per_bottle ?? 1)
    }
  }
  for (const row of books.days) {
    const key = `${row.business_day} ${levelOf(row)} ${row.doses_per_bottle}`
    const day = expected.get(key)
    const same =
      day !== undefined &&
      day.sold === row.sold &&
      day.returned === row.returned &&
      day.cents === row.amount_cents &&
      day.packs === row.muntu_packs &&
      day.muntu === row.muntu_quantity
    claim(same, 'a day of sales is the replay of the ledger', () => [row, day])
    expected.delete(key)
  }
  claim(expected.size === 0, 'no day of sales is missing', () => [...expected])
}

type Line = Books['sales'][number]['lines'][number]

/** The lines of a sale with their rows: as many as each says when it is sold, one each when it is cancelled. */
function linesOf(
  sale: Books['sales'][number],
  kind: 'sale' | 'cancel',
  rows: readonly ChainedMovement[],
): readonly (readonly [Line, readonly ChainedMovement[]])[] {
  const own = kind === 'sale' ? rows : rows.filter((row) => row.movement_type === 'return')
  let next = 0
  return sale.lines.map((line) => {
    const size = kind === 'sale' ? line.movement_count : 1
    next += size
    return [line, own.slice(next - size, next)] as const
  })
}

/** A sale is cancelled when its return is in the ledger, and then once; documents are there for what was done and nothing else. */
export function checkDocuments(books: Books, done: readonly Done[]): void {
  const returns = grouped(
    books.movements.filter((row) => row.movement_type === 'return'),
    (row) => row.sale_id ?? '',
  )
  for (const sale of books.sales) {
    const operations = new Set((returns.get(sale.id) ?? []).map((row) => row.operation_id))
    claim(
      operations.size === (sale.cancelled_at === null ? 0 : 1),
      'a sale is returned once, when cancelled',
      () => sale,
    )
    const own = books.movements.filter((row) => row.operation_id === sale.id)
    claim(
      own[0]?.seq === sale.first_seq && own.at(-1)?.seq === sale.last_seq,
      'a sale knows its rows',
      () => sale,
    )
  }
  const counted = (kind: string) => done.filter(({ attempt }) => attempt.request.asked.kind === kind).length
  claim(books.sales.length === counted('sale'), 'every sale is kept', () => books.sales.length)
  claim(
    books.purchases.length === counted('purchase'),
    'every purchase is kept',
    () => books.purchases.length,
  )
  for (const kind of ['count', 'transfer']) {
    const kept = books.documents.filter((document) => document.kind === kind).length
    claim(kept === counted(kind), `every ${kind} is kept`, () => [kept, counted(kind)])
  }
}
