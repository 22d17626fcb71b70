import { GENESIS_HASH, sealOf } from '../../../src/server/stock/batch/ledger-chain.ts'
import { type Books, levelsIn } from './books.ts'
import { claim, grouped } from './claim.ts'

/** The ledger has no gaps, never goes back in time, and every seal ties a row to all before it. */
export function checkChain({ head, movements, sales, purchases }: Books): void {
  let seal = GENESIS_HASH
  let recorded = 0
  for (const [index, row] of movements.entries()) {
    claim(row.seq === index + 1, 'seq has no gaps', () => [index + 1, row.seq])
    claim(row.recorded_at.getTime() >= recorded, 'recorded_at never goes back', () => row)
    recorded = row.recorded_at.getTime()
    seal = sealOf(seal, row)
    claim(seal === row.hash, 'a seal is what its row and the seal before it make', () => row)
  }
  claim(head.last_seq === movements.length, 'the ledger ends where it says', () => head)
  claim(head.last_hash === seal, 'the last seal is the root', () => head)
  for (const [documents, last] of [
    [sales, head.last_sale_number],
    [purchases, head.last_purchase_number],
  ] as const) {
    claim(
      documents.every(({ number }, index) => number === index + 1) && documents.length === last,
      'documents are numbered without gaps',
      () => documents.map(({ number }) => number),
    )
  }
}

type Numbers = { closed_boxes: number; open_box_units: number; open_bottle_doses: number }
type Pack = { units_per_box: number | null; doses_per_bottle: number | null }

/** T by its definition: (C x N + U) x d + D. */
export function total({ closed_boxes, open_box_units, open_bottle_doses }: Numbers, pack: Pack): number {
  const bottles = closed_boxes * (pack.units_per_box ?? 0) + open_box_units
  return bottles * (pack.doses_per_bottle ?? 1) + open_bottle_doses
}

/**
 * Each level is the replay of its movements: every row begins where the one before ended, moves by exactly its quantity, and stays
 * within its bounds; the shadow says the same as the last row.
 */
export function checkLevels(books: Books, mayOverfill: boolean): void {
  const byLevel = grouped(books.movements, (row) => row.branch_id + row.product_id)
  const items = new Map(books.items.map((item) => [item.branch_id + item.product_id, item]))
  for (const [key, rows] of byLevel) {
    let numbers: Numbers = { closed_boxes: 0, open_box_units: 0, open_bottle_doses: 0 }
    let operationFound: Numbers & { readonly quantity: number } = { ...numbers, quantity: 0 }
    let pack: Pack | null = null
    for (const [index, row] of rows.entries()) {
      const { before, after } = levelsIn(row)
      if (rows[index - 1]?.operation_id !== row.operation_id)
        operationFound = { ...numbers, quantity: row.quantity_before }
      if (rows[index + 1]?.operation_id !== row.operation_id) checkOutcome(row, operationFound, mayOverfill)
      claim(sameNumbers(numbers, before), 'before is the after of the row before', () => [numbers, row])
      const isRepack = row.movement_type === 'box_config'
      claim(
        isRepack || pack === null || samePack(pack, after),
        'packing changes only by its own row',
        () => row,
      )
      const packBefore = pack ?? (isRepack ? null : after)
      claim(
        row.quantity === row.quantity_after - row.quantity_before,
        'quantity is the difference',
        () => row,
      )
      claim(row.quantity_after === total(after, after), 'T is C x N + U, in doses', () => row)
      if (packBefore !== null)
        claim(row.quantity_before === total(before, packBefore), 'T before is C x N + U, in doses', () => row)
      checkBounds(row)
      numbers = after
      pack = after
    }
    const item = items.get(key)
    const last = rows.at(-1)
    claim(
      item !== undefined && pack !== null && last !== undefined,
      'a moved level has its shadow',
      () => key,
    )
    claim(sameNumbers(item, numbers) && samePack(item, pack), 'the level is the replay of the ledger', () => [
      item,
      last,
    ])
    claim(
      item.last_seq === last.seq && item.qty_units === last.quantity_after,
      'the shadow ends with the last row',
      () => item,
    )
  }
  for (const item of books.items) checkShadow(item, byLevel.has(item.branch_id + item.product_id))
}

function checkBounds(row: Books['movements'][number]): void {
  const { after } = levelsIn(row)
  const dosesPerBottle = after.doses_per_bottle ?? 0
  claim(after.closed_boxes >= 0, 'closed boxes are never negative', () => row)
  claim(after.units_per_box !== null || after.closed_boxes === 0, 'no boxes without box control', () => row)
  claim(
    after.open_bottle_doses >= 0 && after.open_bottle_doses <= dosesPerBottle,
    'the open bottle holds from zero to its doses',
    () => row,
  )
  claim(
    after.open_box_units >= 0 || after.closed_boxes === 0,
    'an open box owes only when no box is left to open',
    () => row,
  )
}

/**
 * When a command is over, there is no less than nothing, or no less than it found, and the open box holds no more than a box, or no
 * more than it held. Facts may do both.
 */
function checkOutcome(
  row: Books['movements'][number],
  found: Numbers & { readonly quantity: number },
  mayOverfill: boolean,
): void {
  const { after } = levelsIn(row)
  if (row.from_device) return
  claim(row.quantity_after >= Math.min(0, found.quantity), 'no command takes below zero', () => row)
  const size = after.units_per_box
  if (mayOverfill || size === null) return
  const room = Math.max(size, found.open_box_units)
  claim(after.open_box_units <= room, 'the open box holds no more than a box', () => row)
}

function checkShadow(item: Books['items'][number], hasMoved: boolean): void {
  const bottles = item.closed_boxes * (item.units_per_box ?? 0) + item.open_box_units
  claim(item.total_bottles === bottles, 'total_bottles is C x N + U', () => item)
  claim(item.qty_units === total(item, item), 'qty_units is T', () => item)
  claim(hasMoved || item.qty_units === 0, 'a level without movements is empty', () => item)
  const alert = item.low_stock_alert * (item.doses_per_bottle ?? 1)
  const t = item.qty_units
  const status = t < 0 ? 'divergent' : t === 0 ? 'out' : t <= alert ? 'low' : 'ok'
  claim(item.status === status, 'the status follows from the level', () => [status, item])
}

function sameNumbers(one: Numbers, other: Numbers): boolean {
  return (
    one.closed_boxes === other.closed_boxes &&
    one.open_box_units === other.open_box_units &&
    one.open_bottle_doses === other.open_bottle_doses
  )
}

function samePack(one: Pack, other: Pack): boolean {
  return one.units_per_box === other.units_per_box && one.doses_per_bottle === other.doses_per_bottle
}
