import type { NewPurchase } from '../../../src/contract/purchases.ts'
import type {
  NewAdjustment,
  NewBoxOpening,
  NewCount,
  NewOutflow,
  NewTransfer,
} from '../../../src/contract/stock.ts'
import { fingerprintOf } from '../../../src/server/kernel/fingerprint.ts'
import type { Origin } from '../../../src/server/stock/command-input.ts'
import type { ResolvedSale } from '../../../src/server/stock/record-sale.ts'
import type { Action, Moment } from './script.ts'
import type { Company } from './world.ts'

/** What is asked of the stock, with every number of the script turned into an id or a time. */
export type Asked =
  | { readonly kind: 'sale'; readonly body: ResolvedSale }
  | { readonly kind: 'cancel'; readonly sale_id: string }
  | { readonly kind: 'purchase'; readonly body: NewPurchase }
  | { readonly kind: 'receive'; readonly purchase_id: string }
  | { readonly kind: 'loss' | 'breakage' | 'courtesy'; readonly body: NewOutflow }
  | { readonly kind: 'adjustment'; readonly body: NewAdjustment }
  | { readonly kind: 'box_opening'; readonly body: NewBoxOpening }
  | { readonly kind: 'count'; readonly body: NewCount }
  | { readonly kind: 'transfer'; readonly body: NewTransfer }
  | {
      readonly kind: 'repack'
      readonly product_id: string
      readonly units_per_box: number | null
      readonly doses_per_bottle: number | null
    }

/** A request as a client holds it: sent again, it is the same to the byte. */
export type Request = {
  readonly key: string
  readonly fingerprint: string
  readonly origin: Origin
  readonly asked: Asked
}

/** What was known when a round began: documents to refer to, requests to repeat, how far the ledger went. */
export type Known = {
  readonly company: Company
  readonly sale_ids: readonly string[]
  readonly pending_purchase_ids: readonly string[]
  readonly requests: readonly Request[]
  readonly last_seq: number
}

const REASON = { loss: 'Extravio', breakage: 'Queda', courtesy: 'Aniversário' } as const

/** Turns an action into a request; null when there is nothing yet that it could refer to. */
export function requestOf(action: Action, key: string, now: Date, known: Known): Request | null {
  if (action.kind === 'again') return pick(known.requests, action.of)
  if (action.kind === 'reused_key') {
    const target = pick(known.requests, action.of)
    if (target === null) return null
    const body = { ...place(known.company, 0, action.product), quantity: 1, taken_from: 'unit' as const }
    const asked: Asked = { kind: 'courtesy', body: { ...body, reason: `chave ${key}` } }
    return { key: target.key, fingerprint: fingerprintOf('reused', asked), origin: { kind: 'online' }, asked }
  }
  const asked = askedBy(action, now, known)
  if (asked === null) return null
  const origin = originOf(action.kind === 'repack' ? { kind: 'now' } : action.at, now)
  return { key, fingerprint: fingerprintOf(action.kind, { asked, origin }), origin, asked }
}

function originOf(at: Moment, now: Date): Origin {
  if (at.kind !== 'device') return { kind: 'online' }
  const occurred_at = new Date(before(now, at.minutes_ago))
  return { kind: 'device', device_id: 'caixa-2', occurred_at, clock_is_trusted: at.trusted }
}

function before(now: Date, minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString()
}

function askedBy(
  action: Exclude<Action, { kind: 'again' | 'reused_key' }>,
  now: Date,
  known: Known,
): Asked | null {
  const { company } = known
  const when =
    'at' in action && action.at.kind === 'dated' ? { occurred_at: before(now, action.at.minutes_ago) } : {}
  switch (action.kind) {
    case 'sale': {
      const lines = action.lines.map((line) => ({ ...line, product_id: productOf(company, line.product) }))
      const charged =
        action.charged === null || action.at.kind !== 'device' ? {} : { charged_cents: action.charged }
      const sold = lines.map(({ product: _index, ...line }) => line)
      const body = { branch_id: branchOf(company, action.branch), lines: sold, ...when, ...charged }
      return { kind: 'sale', body }
    }
    case 'cancel': {
      const sale_id = pick(known.sale_ids, action.of)
      return sale_id === null ? null : { kind: 'cancel', sale_id }
    }
    case 'receive': {
      const purchase_id = pick(known.pending_purchase_ids, action.of)
      return purchase_id === null ? null : { kind: 'receive', purchase_id }
    }
    case 'purchase':
      return { kind: 'purchase', body: purchaseBody(action, company, when) }
    case 'loss':
    case 'breakage':
    case 'courtesy': {
      const { quantity, taken_from } = action
      const where = place(company, action.branch, action.product)
      return {
        kind: action.kind,
        body: { ...where, quantity, taken_from, reason: REASON[action.kind], ...when },
      }
    }
    case 'adjustment': {
      const { quantity, counted_in } = action
      const where = place(company, action.branch, action.product)
      return {
        kind: 'adjustment',
        body: { ...where, quantity, counted_in, reason: 'Correção de erro', ...when },
      }
    }
    case 'box_opening':
      return { kind: 'box_opening', body: { ...place(company, action.branch, action.product), ...when } }
    case 'count':
      return { kind: 'count', body: countBody(action, now, known) }
    case 'transfer': {
      const lines = action.lines.map(({ product, ...line }) => ({
        ...line,
        product_id: productOf(company, product),
      }))
      const [from_branch_id, to_branch_id] = [
        branchOf(company, action.from),
        branchOf(company, action.from + 1),
      ]
      return { kind: 'transfer', body: { from_branch_id, to_branch_id, lines, ...when } }
    }
    case 'repack': {
      const { units_per_box, doses_per_bottle } = action
      return {
        kind: 'repack',
        product_id: productOf(company, action.product),
        units_per_box,
        doses_per_bottle,
      }
    }
  }
}

function purchaseBody(
  action: Extract<Action, { kind: 'purchase' }>,
  company: Company,
  when: { occurred_at?: string },
): NewPurchase {
  const lines = action.lines.map((line) => ({
    product_id: productOf(company, line.product),
    boxes: line.boxes,
    units: line.units,
    ...(line.unit_cost_cents === null ? {} : { unit_cost_cents: line.unit_cost_cents }),
    ...(line.batch === null ? {} : lotOf(line.batch)),
  }))
  return { branch_id: branchOf(company, action.branch), status: action.status, lines, ...when }
}

/** Lot 4 has no date; the others expire in another order than their names. */
function lotOf(batch: number): { batch_number: string; expiry_date?: string } {
  return { batch_number: `L${batch}`, ...(batch === 4 ? {} : { expiry_date: `2027-0${9 - batch}-01` }) }
}

function countBody(action: Extract<Action, { kind: 'count' }>, now: Date, known: Known): NewCount {
  const { company } = known
  const lines = action.lines.map(({ product, open_bottle_doses, ...line }) => ({
    ...line,
    product_id: productOf(company, product),
    ...(open_bottle_doses === null ? {} : { open_bottle_doses }),
  }))
  return {
    branch_id: branchOf(company, action.branch),
    lines,
    ...(action.at.kind === 'dated' ? { counted_at: before(now, action.at.minutes_ago) } : {}),
    ...(action.unseen === null ? {} : { ledger_seq: Math.max(0, known.last_seq - action.unseen) }),
  }
}

function place(company: Company, branch: number, product: number) {
  return { branch_id: branchOf(company, branch), product_id: productOf(company, product) }
}

function branchOf(company: Company, number: number): string {
  return pick(company.branch_ids, number) ?? ''
}

function productOf(company: Company, number: number): string {
  return pick(company.products, number)?.id ?? ''
}

function pick<T>(list: readonly T[], number: number): T | null {
  return list[number % list.length] ?? null
}
