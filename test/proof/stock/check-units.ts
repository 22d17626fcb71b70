import type { ChainedMovement } from '../../../src/server/stock/batch/ledger-chain.ts'
import type { Done } from './check-answers.ts'
import { claim, grouped } from './claim.ts'
import type { Performance } from './perform.ts'
import type { Asked } from './request.ts'

/**
 * Units are conserved: what an operation moved on each level is what was asked for, counted here by arithmetic on the request and
 * nothing else. A fact that a count has overtaken moves nothing in the end.
 */
export function checkUnits({ company }: Performance, done: readonly Done[]): void {
  const products = new Map(company.products.map((product) => [product.id, product]))
  const sold = new Map<string, readonly ChainedMovement[]>()
  for (const { attempt, answer, rows } of done) {
    if (rows.length === 0) continue
    const own = withoutRebase(attempt.request.asked, rows)
    const { asked } = attempt.request
    if (asked.kind === 'sale') sold.set((JSON.parse(answer.body) as { id: string }).id, own)
    for (const [key, ofLevel] of grouped(own, (row) => row.branch_id + row.product_id)) {
      const product = products.get(ofLevel[0]?.product_id ?? '')
      const first = ofLevel[0]
      if (product === undefined || first === undefined) throw new Error(`nobody knows the product of ${key}`)
      const moved = ofLevel.reduce((sum, row) => sum + row.quantity, 0)
      const expected = expectedOn(asked, first, product, sold)
      if (expected === null) continue
      const [least, most] = expected
      claim(moved >= least && moved <= most, 'what is moved is what was asked for', () => [
        asked,
        expected,
        ofLevel,
      ])
    }
    const rebased = rows.filter((row) => !own.includes(row))
    for (const [, ofLevel] of grouped(rebased, (row) => row.branch_id + row.product_id)) {
      const level = rows.filter(
        (row) => row.branch_id + row.product_id === ofLevel[0]?.branch_id + (ofLevel[0]?.product_id ?? ''),
      )
      const sum = level.reduce((total, row) => total + row.quantity, 0)
      claim(sum === 0, 'a fact that a count had seen changes nothing', () => level)
    }
  }
}

/** The rows that the request itself asked for: counts that follow other facts put them back. */
function withoutRebase(asked: Asked, rows: readonly ChainedMovement[]): readonly ChainedMovement[] {
  if (asked.kind !== 'count') return rows.filter((row) => row.movement_type !== 'count')
  const seen = new Set<string>()
  return rows.filter((row) => {
    if (row.movement_type !== 'count') return true
    const key = row.branch_id + row.product_id
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  })
}

type Sellable = { readonly dose_mode: string; readonly muntu: { readonly quantity: number } | null }

/** From least to most, in base units of the ledger; null where it depends on more than the request. */
function expectedOn(
  asked: Asked,
  row: ChainedMovement,
  product: Sellable,
  sold: ReadonlyMap<string, readonly ChainedMovement[]>,
): readonly [number, number] | null {
  const [box, bottle] = [row.units_per_box ?? 0, row.doses_per_bottle ?? 1]
  const inDoses = (quantity: number, measure: string) =>
    measure === 'dose' ? quantity : quantity * bottle * (measure === 'box' ? box : 1)
  const exactly = (value: number): readonly [number, number] => [value, value]
  switch (asked.kind) {
    case 'sale': {
      let [least, most] = [0, 0]
      for (const line of asked.body.lines.filter(({ product_id }) => product_id === row.product_id)) {
        const whole = soldBy(line, product, bottle, inDoses)
        const isSure = line.sold_as !== 'muntu' || line.partial === 'refuse' || row.from_device
        most += whole
        least += isSure ? whole : bottle
      }
      return [-most, -least]
    }
    case 'cancel': {
      const taken = (sold.get(asked.sale_id) ?? []).filter(({ product_id }) => product_id === row.product_id)
      const unchanged = taken.every(({ doses_per_bottle }) => doses_per_bottle === row.doses_per_bottle)
      return unchanged ? exactly(-taken.reduce((sum, { quantity }) => sum + quantity, 0)) : null
    }
    case 'purchase': {
      const lines = asked.body.lines.filter(({ product_id }) => product_id === row.product_id)
      return exactly(lines.reduce((sum, line) => sum + (line.boxes * box + line.units) * bottle, 0))
    }
    case 'receive':
      return null
    case 'loss':
    case 'breakage':
    case 'courtesy':
      return exactly(-inDoses(asked.body.quantity, asked.body.taken_from))
    case 'adjustment':
      return exactly(inDoses(asked.body.quantity, asked.body.counted_in))
    case 'box_opening':
      return exactly(0)
    case 'count': {
      const line = asked.body.lines.find(({ product_id }) => product_id === row.product_id)
      const isOfNow = asked.body.counted_at === undefined && asked.body.ledger_seq === undefined
      if (line === undefined || !isOfNow || row.from_device) return null
      const doses = line.open_bottle_doses ?? row.open_bottle_before
      const counted = (line.closed_boxes * box + line.open_box_units) * bottle + doses
      return exactly(counted - row.quantity_before)
    }
    case 'transfer': {
      const line = asked.body.lines.find(({ product_id }) => product_id === row.product_id)
      const size = ((line?.boxes ?? 0) * box + (line?.units ?? 0)) * bottle
      return exactly(row.branch_id === asked.body.from_branch_id ? -size : size)
    }
    case 'repack':
      return exactly(0)
  }
}

function soldBy(
  line: { readonly sold_as: string; readonly quantity: number },
  product: Sellable,
  bottle: number,
  inDoses: (quantity: number, measure: string) => number,
): number {
  if (line.sold_as === 'muntu') return line.quantity * (product.muntu?.quantity ?? 0) * bottle
  if (line.sold_as === 'dose' && product.dose_mode === 'bottle_per_sale')
    return Math.ceil(line.quantity / bottle) * bottle
  return inDoses(line.quantity, line.sold_as)
}
