import { BlingError, isAway } from '../../bling/bling-error.ts'
import { isScopeMissing } from '../../bling/missing-scope.ts'
import type { InboxEvent } from '../../bling/webhook/inbox.store.ts'
import type { Inbox } from '../../bling/webhook/inbox.ts'
import { createEventIntake, type IntakeFailure, type Piece } from '../../db/intake.ts'
import type { WorkIntake } from '../../kernel/tenant-workers.ts'
import { refreshProducts } from '../products/refresh-products.ts'
import { markDirty } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import { inBatches } from './in-batches.ts'
import { rereadOrder } from './order-ledger.ts'
import { type EventOutcome, saveOutcomes } from './outcomes.store.ts'
import { readOrders } from './read-orders.ts'
import type { EngineDeps } from './recompute.ts'
import { stockPieces } from './take-stock.ts'

/** Who is told that an invoice of an account changed. Throws `BlingError` when it could not be looked at: then the event comes again. */
export type InvoiceFollower = (
  tenant_id: string,
  account_id: string,
  invoice: { readonly kind: 'nfe' | 'nfce'; readonly invoice_id: string },
) => Promise<void>

/** What events are taken in with. */
export type IntakeDeps = EngineDeps & { readonly inbox: Inbox; readonly followInvoice: InvoiceFollower }

/**
 * Takes up events that are due and turns each into a reason to look again; none of their numbers is believed. An event is done when what
 * follows from it is stored, and comes again when that failed.
 */
export function createIntake(deps: IntakeDeps): WorkIntake {
  return createEventIntake<InboxEvent>(deps, { piecesOf: (events) => piecesOf(deps, events), failureOf })
}

/** Events of one account: those of stock together, and of orders, products and invoices those of the same ones. */
async function piecesOf(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<Piece<InboxEvent>[]> {
  const kinds = Map.groupBy(events, ({ event }) => kindOf(event))
  const of = (kind: ReturnType<typeof kindOf>) => kinds.get(kind) ?? []
  const piece = (
    group: readonly InboxEvent[],
    take: (deps: IntakeDeps, group: readonly InboxEvent[]) => Promise<void>,
  ) => ({ events: group, work: () => take(deps, group) })
  const orders = Map.groupBy(of('order'), ({ facts }) => JSON.stringify(facts.order_ids))
  const invoices = Map.groupBy(of('invoice'), ({ event, facts }) =>
    JSON.stringify([event.startsWith('consumer_'), facts.invoice_ids]),
  )
  return [
    ...(await stockPieces(deps, of('stock'))),
    piece(of('nothing'), (_deps, group) => keepAll(deps, group, 'nothing')),
    ...[...orders.values()].map((group) => piece(group, takeOrders)),
    ...inBatches(of('product')).map((batch) => piece(batch, takeProducts)),
    ...[...invoices.values()].map((group) => piece(group, takeInvoices)),
  ]
}

/** An account that lacks one permission answers whatever else is asked of it. */
function failureOf(error: unknown): IntakeFailure | null {
  if (!(error instanceof BlingError)) return null
  const is_away = isAway(error) && !isScopeMissing(error)
  return { reason: error.detail ?? error.message, is_away, retry_at: error.retry_at }
}

function kindOf(event: string): 'stock' | 'order' | 'product' | 'invoice' | 'nothing' {
  switch (event.slice(0, event.indexOf('.'))) {
    case 'stock':
    case 'virtual_stock':
      return 'stock'
    case 'order':
      return 'order'
    case 'product':
      return 'product'
    case 'invoice':
    case 'consumer_invoice':
      return 'invoice'
    default:
      return 'nothing'
  }
}

/** All events of a group name the same orders: they are read again once, however many events tell of them. */
async function takeOrders(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<void> {
  const [first] = events
  if (first === undefined) return
  const { tenant_id, account_id } = first
  const facts = await deps.database.tenant(tenant_id, (tx) => loadTenantFacts(tx, deps.clock.now()))
  const account = facts.accounts.get(account_id)
  if (account === undefined) return keepAll(deps, events, 'nothing')
  const errand = { lane: 'webhook', origin: 'webhook' } as const
  let isChanged = false
  for (const order_id of first.facts.order_ids) {
    const { changed_skus } = await rereadOrder(deps, tenant_id, account, order_id, errand)
    isChanged ||= changed_skus.length > 0
  }
  // An older callback names an order by the number that people see: then whatever changed lately is read.
  if (first.facts.order_ids.length === 0) {
    const read = await readOrders(deps, facts, [account], { lane: 'webhook', purpose: 'doubt' })
    if (!read.is_complete) throw new BlingError({ kind: 'unavailable', operation: 'GET /pedidos/vendas' })
    isChanged = read.changed_skus.length > 0
  }
  await keepAll(deps, events, isChanged ? 'marked' : 'unchanged')
}

async function takeProducts(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<void> {
  const [first] = events
  if (first === undefined) return
  const ids = [...new Set(events.flatMap((event) => event.facts.product_ids))]
  const skus = await refreshProducts(deps, first, ids, 'webhook')
  await deps.database.tenant(first.tenant_id, (tx) =>
    markDirty(tx, skus, { origin: 'webhook', lane: 'webhook', at: deps.clock.now() }),
  )
  await keepAll(deps, events, 'product')
}

/** All events of a group name the same invoices. */
async function takeInvoices(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<void> {
  const [first] = events
  if (first === undefined) return
  const { tenant_id, account_id, event, facts } = first
  const kind = event.startsWith('consumer_') ? ('nfce' as const) : ('nfe' as const)
  for (const invoice_id of facts.invoice_ids)
    await deps.followInvoice(tenant_id, account_id, { kind, invoice_id })
  await keepAll(deps, events, 'nothing')
}

async function keepAll(
  deps: IntakeDeps,
  events: readonly InboxEvent[],
  outcome: EventOutcome['outcome'],
): Promise<void> {
  const [first] = events
  if (first === undefined) return
  await deps.database.tenant(first.tenant_id, async (tx) => {
    await saveOutcomes(
      tx,
      events.map(({ id }) => ({ id, outcome })),
    )
    await deps.inbox.done(
      tx,
      events.map(({ id }) => id),
    )
  })
}
