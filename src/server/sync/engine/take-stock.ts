import { decideEvent, type StockEvent } from '../../../domain/sync/echo.ts'
import type { InboxEvent } from '../../bling/webhook/inbox.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Piece } from '../../db/intake.ts'
import { skusOfCodes, skusOfProducts } from '../links/links.store.ts'
import { refreshProducts } from '../products/refresh-products.ts'
import { markDirty } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import type { TenantFacts } from './facts.ts'
import { inBatches } from './in-batches.ts'
import type { IntakeDeps } from './intake.ts'
import { type EventOutcome, saveOutcomes } from './outcomes.store.ts'
import { markEchoed, rememberedWrites } from './writes.store.ts'

/**
 * What follows from stock events of one account. Those of products that our copy has need nothing of the account, and do not wait for the
 * others: a product that it does not have may be a new one of ours, and only then is anybody asked.
 */
export async function stockPieces(
  deps: IntakeDeps,
  events: readonly InboxEvent[],
): Promise<Piece<InboxEvent>[]> {
  const [first] = events
  if (first === undefined) return []
  const { tenant_id } = first
  const unknown = await deps.database.tenant(tenant_id, async (tx) =>
    unknownProducts(tx, await loadTenantFacts(tx, deps.clock.now()), events),
  )
  const strangersOf = ({ facts }: InboxEvent) => facts.product_ids.filter((id) => unknown.has(id))
  const mark = (some: readonly InboxEvent[]) =>
    deps.database.tenant(tenant_id, (tx) => markStock(deps, tx, some))
  const known = events.filter((event) => strangersOf(event).length === 0)
  const strange = events.filter((event) => strangersOf(event).length > 0)
  return [
    { events: known, work: () => mark(known) },
    ...inBatches(strange).map((batch) => ({
      events: batch,
      async work() {
        await refreshProducts(deps, first, [...new Set(batch.flatMap(strangersOf))], 'webhook')
        await mark(batch)
      },
    })),
  ]
}

async function unknownProducts(
  tx: Tx,
  facts: TenantFacts,
  events: readonly InboxEvent[],
): Promise<ReadonlySet<string>> {
  const watched = events.filter((event) => !isUnmonitored(facts, event))
  const ids = [...new Set(watched.flatMap((event) => event.facts.product_ids))]
  const account_id = events[0]?.account_id ?? ''
  const known = new Set((await skusOfProducts(tx, account_id, ids)).map((one) => one.bling_product_id))
  return new Set(ids.filter((id) => !known.has(id)))
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
