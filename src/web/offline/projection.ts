import { decideCount } from '../../domain/stock/count.ts'
import type { Level } from '../../domain/stock/level.ts'
import { decideOutflow } from '../../domain/stock/outflow.ts'
import { decideSale, type SaleLine, type SaleProduct } from '../../domain/stock/sale.ts'
import type { SaleRules } from '../../domain/stock/sale-terms.ts'
import { type InventoryItem, levelOf } from '../lib/level-of.ts'
import type { Entry } from './entry.ts'

/** What is on hand as far as this device can know: what the server last said, and then what was done here. */
export function projectLevels(
  items: readonly InventoryItem[],
  pending: readonly Entry[],
  branch_id: string,
  rules: SaleRules,
): ReadonlyMap<string, Level> {
  const levels = new Map(items.map((item) => [item.product_id, levelOf(item)]))
  const products = new Map(items.map((item) => [item.product_id, saleProductOf(item)]))
  for (const entry of pending) {
    if (entry.state !== 'fact' || entry.body['branch_id'] !== branch_id) continue
    for (const [product_id, level] of changesOf(entry, levels, products, rules)) levels.set(product_id, level)
  }
  return levels
}

/** What a sale needs to know of a product, as its item tells it. */
export function saleProductOf({ product }: InventoryItem): SaleProduct {
  return {
    id: product.id,
    unit_price_cents: product.unit_price_cents,
    box_price_cents: product.box_price_cents,
    dose_price_cents: product.dose_price_cents,
    // The list does not tell the mode; the usual one shows what is on the shelf, and the server decides.
    dose_mode: 'open_bottle',
    muntu_enabled: product.muntu_enabled,
    muntu_quantity: product.muntu_quantity,
    muntu_price_cents: product.muntu_price_cents,
  }
}

type Body = {
  readonly product_id: string
  readonly quantity: number
  readonly taken_from: 'unit' | 'box' | 'dose'
  readonly reason: string
  readonly notes?: string
  readonly lines: readonly (SaleLine & CountedFields)[]
}
type CountedFields = {
  readonly closed_boxes: number
  readonly open_box_units: number
  readonly open_bottle_doses?: number
}

function changesOf(
  entry: Entry,
  levels: ReadonlyMap<string, Level>,
  products: ReadonlyMap<string, SaleProduct>,
  rules: SaleRules,
): Iterable<readonly [string, Level]> {
  // Written by this very app, in the shape of the request of the same kind.
  const body = entry.body as unknown as Body
  const branch_id = String(entry.body['branch_id'])
  if (entry.kind === 'sale') {
    const lines = body.lines.map((line) => ({ ...line, partial: line.partial ?? 'refuse' }))
    const decision = decideSale({ branch_id, lines, fact: true }, levels, products, rules)
    return decision.ok ? decision.levels : []
  }
  if (entry.kind === 'loss' || entry.kind === 'breakage')
    return outflowOf(entry.kind, branch_id, body, levels)
  return entry.kind === 'count' ? countOf(branch_id, body, levels) : []
}

function outflowOf(
  movement_type: 'loss' | 'breakage',
  branch_id: string,
  body: Body,
  levels: ReadonlyMap<string, Level>,
): [string, Level][] {
  const level = levels.get(body.product_id)
  if (level === undefined) return []
  const { product_id, quantity, taken_from, reason } = body
  const decision = decideOutflow(
    {
      branch_id,
      product_id,
      movement_type,
      quantity,
      taken_from,
      reason,
      notes: body.notes ?? null,
      fact: true,
    },
    level,
  )
  return decision.ok ? [[product_id, decision.level]] : []
}

function countOf(branch_id: string, body: Body, levels: ReadonlyMap<string, Level>): [string, Level][] {
  return body.lines.flatMap((line): [string, Level][] => {
    const level = levels.get(line.product_id)
    if (level === undefined) return []
    const counted = { ...line, open_bottle_doses: line.open_bottle_doses ?? null }
    const decision = decideCount(
      { branch_id, product_id: line.product_id, counted, seen: null, notes: null, fact: true },
      level,
      { regroup: 'correct' },
    )
    return decision.ok ? [[line.product_id, decision.level]] : []
  })
}
