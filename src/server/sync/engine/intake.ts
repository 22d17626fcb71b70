import { decideEvent, type StockEvent } from '../../../domain/sync/echo.ts'
import { BlingError } from '../../bling/bling-error.ts'
import type { InboxEvent } from '../../bling/webhook/inbox.store.ts'
import type { Inbox } from '../../bling/webhook/inbox.ts'
import type { Tx } from '../../db/database.ts'
import { skusOfCodes, skusOfProducts } from '../links/links.store.ts'
import { refreshProducts } from '../products/refresh-products.ts'
import { markDirty } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import type { TenantFacts } from './facts.ts'
import { rereadOrder } from './order-ledger.ts'
import { type EventOutcome, saveOutcomes } from './outcomes.store.ts'
import { readOrders } from './read-orders.ts'
import type { EngineDeps } from './recompute.ts'
import { markEchoed, rememberedWrites } from './writes.store.ts'

/** Who is told that an invoice of an account changed. Throws `BlingError` when it could not be looked at: then the event comes again. */
export type InvoiceFollower = (
  tenant_id: string,
  account_id: string,
  invoice: { readonly kind: 'nfe' | 'nfce'; readonly invoice_id: string },
) => Promise<void>

/** What events are taken in with. */
export type IntakeDeps = EngineDeps & { readonly inbox: Inbox; readonly followInvoice: InvoiceFollower }

/** How many events are taken up at once, and how long they are ours. */
const LIMIT = 200
const LEASE_MS = 120_000

/**
 * Takes up events that are due and turns each into a reason to look again; none of their numbers is believed. An event is done when what
 * follows from it is stored, and comes again when that failed. Gives how many were taken up.
 */
export async function takeIn(deps: IntakeDeps): Promise<number> {
  const events = await deps.inbox.takeDue({ limit: LIMIT, lease_ms: LEASE_MS })
  const groups = Map.groupBy(events, ({ tenant_id, account_id }) => `${tenant_id} ${account_id}`)
  await Promise.all([...groups.values()].map((group) => takeInGroup(deps, group)))
  return events.length
}

/** Events of one account: those of stock together, orders and products each by itself. */
async function takeInGroup(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<void> {
  const kinds = Map.groupBy(events, ({ event }) => kindOf(event))
  await settle(deps, kinds.get('stock') ?? [], (group) => takeStock(deps, group))
  const orders = Map.groupBy(kinds.get('order') ?? [], ({ facts }) => JSON.stringify(facts.order_ids))
  for (const group of orders.values()) await settle(deps, group, () => takeOrders(deps, group))
  await settle(deps, kinds.get('product') ?? [], (group) => takeProducts(deps, group))
  await settle(deps, kinds.get('invoice') ?? [], (group) => takeInvoices(deps, group))
  await settle(deps, kinds.get('nothing') ?? [], (group) => keepAll(deps, group, 'nothing'))
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

/** Has events dealt with; whatever fails gives them back with the reason. */
async function settle(
  deps: IntakeDeps,
  events: readonly InboxEvent[],
  work: (events: readonly InboxEvent[]) => Promise<void>,
): Promise<void> {
  if (events.length === 0) return
  try {
    await work(events)
  } catch (error) {
    if (!(error instanceof BlingError)) deps.logger.error({ err: error }, 'events could not be dealt with')
    const reason = error instanceof BlingError ? (error.detail ?? error.message) : 'falha interna'
    for (const event of events) await deps.inbox.failed(event, reason)
  }
}

async function takeStock(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<void> {
  const [first] = events
  if (first === undefined) return
  const unknown = await deps.database.tenant(first.tenant_id, async (tx) => {
    const facts = await loadTenantFacts(tx, deps.clock.now())
    return unknownProducts(tx, facts, events)
  })
  // A product that our copy does not have may be a new one of ours: only then is anybody asked.
  if (unknown.length > 0) await refreshProducts(deps, first, unknown, 'webhook')
  await deps.database.tenant(first.tenant_id, (tx) => markStock(deps, tx, events))
}

async function unknownProducts(tx: Tx, facts: TenantFacts, events: readonly InboxEvent[]): Promise<string[]> {
  const watched = events.filter((event) => !isUnmonitored(facts, event))
  const ids = [...new Set(watched.flatMap((event) => event.facts.product_ids))]
  const account_id = events[0]?.account_id ?? ''
  const known = new Set((await skusOfProducts(tx, account_id, ids)).map((one) => one.bling_product_id))
  return ids.filter((id) => !known.has(id))
}

/** Judges stock events in their order and marks what has to be looked at. */
async function markStock(deps: IntakeDeps, tx: Tx, events: readonly InboxEvent[]): Promise<void> {
  const now = deps.clock.now()
  const facts = await loadTenantFacts(tx, now)
  const account_id = events[0]?.account_id ?? ''
  const ids = [...new Set(events.flatMap((event) => event.facts.product_ids))]
  const skus = new Map(
    (await skusOfProducts(tx, account_id, ids)).map((one) => [one.bling_product_id, one.sku]),
  )
  const told = await skusOfCodes(
    tx,
    account_id,
    events.flatMap((event) => event.facts.codes),
  )
  const byCode = Map.groupBy(told, ({ code }) => code)
  let remembered = await rememberedWrites(tx, account_id, ids, now)
  const marked = new Set<string>()
  const echoes: string[] = []
  const outcomes: EventOutcome[] = []
  for (const event of events) {
    const isMonitored = () => !isUnmonitored(facts, event)
    const decision = decideEvent(stockEvent(facts, event), isMonitored, remembered)
    if (decision.kind === 'echo') {
      echoes.push(decision.write.reference)
      remembered = remembered.filter((write) => write !== decision.write)
    }
    const own = [
      ...event.facts.product_ids.flatMap((id) => skus.get(id) ?? []),
      ...event.facts.codes.flatMap((code) => byCode.get(code)?.map(({ sku }) => sku) ?? []),
    ]
    const isLooked = decision.kind === 'look_again' && own.length > 0
    if (isLooked) for (const sku of own) marked.add(sku)
    const outcome = decision.kind !== 'look_again' ? decision.kind : isLooked ? 'marked' : 'unlinked'
    outcomes.push({ id: event.id, outcome })
  }
  await markDirty(tx, [...marked].toSorted(), { origin: 'webhook', lane: 'webhook', at: now })
  await markEchoed(tx, echoes, now)
  await saveOutcomes(tx, outcomes)
  await deps.inbox.done(
    tx,
    events.map(({ id }) => id),
  )
}

/** Whether the event names one deposit, and no pool reads or writes it. */
function isUnmonitored(facts: TenantFacts, { account_id, facts: told }: InboxEvent): boolean {
  const bling_id = told.movement?.deposit_id ?? null
  if (bling_id === null) return false
  const used = new Set(
    facts.pools.flatMap(({ config }) =>
      [
        ...config.sources.map(({ place }) => place),
        ...config.targets.flatMap(({ place, mirror_of }) =>
          mirror_of === null ? [place] : [place, mirror_of],
        ),
      ].flatMap((place) => (place.kind === 'deposit' ? [place.deposit_id] : [])),
    ),
  )
  const deposit = depositBy(facts, account_id, bling_id)
  return deposit === undefined || !used.has(deposit.deposit_id)
}

function depositBy(facts: TenantFacts, account_id: string, bling_id: string) {
  return [...facts.deposits.values()].find(
    (one) => one.account_id === account_id && one.bling_id === bling_id,
  )
}

function stockEvent(facts: TenantFacts, event: InboxEvent): StockEvent {
  const { account_id, facts: told, occurred_at } = event
  const { movement } = told
  const bling_id = movement?.deposit_id ?? null
  // A deposit that we do not know is nobody's; its own number stands for it, so that it is not taken for "no deposit".
  const deposit_id = bling_id && (depositBy(facts, account_id, bling_id)?.deposit_id ?? bling_id)
  return {
    account_id,
    product_id: movement?.product_id ?? '',
    deposit_id,
    operation: movement?.operation ?? null,
    quantity: movement?.quantity ?? null,
    physical: movement?.physical ?? null,
    virtual: movement?.virtual ?? null,
    notes: null,
    occurred_at,
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

async function takeInvoices(deps: IntakeDeps, events: readonly InboxEvent[]): Promise<void> {
  for (const { tenant_id, account_id, event, facts } of events) {
    const kind = event.startsWith('consumer_') ? ('nfce' as const) : ('nfe' as const)
    for (const invoice_id of facts.invoice_ids)
      await deps.followInvoice(tenant_id, account_id, { kind, invoice_id })
  }
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
