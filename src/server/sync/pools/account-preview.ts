import type * as z from 'zod'
import type { AccountPreviewLine, accountPreviewQuery } from '../../../contract/sync.ts'
import type { AccountState } from '../../../domain/sync/account-state.ts'
import { compareText } from '../../../domain/sync/place.ts'
import type { PlanLine } from '../../../domain/sync/plan.ts'
import { type Quantity, toUnits } from '../../../domain/sync/quantity.ts'
import { readAccount } from '../../bling/accounts.store.ts'
import type { BlingClients } from '../../bling/client/bling-client.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { SkuDecision } from '../engine/decide-sku.ts'
import { loadSkuFacts, loadTenantFacts } from '../engine/facts.store.ts'
import type { TenantFacts } from '../engine/facts.ts'
import { observe } from '../engine/observe.ts'
import { decideAll } from '../engine/recompute.ts'
import { linkedSkusAfter } from '../links/account-links.store.ts'
import type { SitePort } from '../sites/site-port.ts'
import { placeName, readPlaceBook } from './known-places.store.ts'

/** What a preview is made with. */
export type PreviewDeps = {
  readonly database: Database
  readonly clients: BlingClients
  readonly sites: SitePort
  readonly clock: Clock
}

type Query = Pick<z.infer<typeof accountPreviewQuery>, 'limit' | 'state'>

/**
 * What every SKU that the account has would become if a person chose this state for it: decided by the same rules from balances read now,
 * and nothing is kept or written. SKUs from after one on, `limit` of them; `last` is where the next page starts, null at the end.
 */
export async function previewAccountState(
  deps: PreviewDeps,
  account: { readonly tenant_id: string; readonly account_id: string },
  query: Query,
  after: string | null,
): Promise<{ readonly lines: AccountPreviewLine[]; readonly last: string | null }> {
  const { account_id } = account
  const { names, now, skus, book } = await deps.database.tenant(account.tenant_id, async (tx) => {
    if ((await readAccount(tx, account_id)) === null) throw new AppError('NOT_FOUND', { account_id })
    const found = await linkedSkusAfter(tx, account_id, after, query.limit)
    const facts = await loadTenantFacts(tx, deps.clock.now())
    return {
      names: found,
      now: facts,
      skus: await loadSkuFacts(tx, facts, found),
      book: await readPlaceBook(tx),
    }
  })
  const then = withState(now, account_id, query.state)
  // Whoever takes part in one of the two is asked once for both.
  const isAsked = now.accounts.get(account_id)?.state === 'active' || query.state === 'active'
  const look = await observe(deps, isAsked ? withState(now, account_id, 'active') : now, skus, 'person')
  const before = decideAll(now, skus, look)
  const lines = decideAll(then, skus, look).flatMap((decision) => {
    const same = before.find(({ sku, pool }) => sku === decision.sku && pool === decision.pool)
    return same === undefined ? [] : [lineOf(same, decision, (place) => placeName(book, place))]
  })
  return {
    lines: lines.toSorted((a, b) => compareText(a.sku, b.sku) || compareText(a.pool_id, b.pool_id)),
    last: names.length < query.limit ? null : (names.at(-1) ?? null),
  }
}

function withState(facts: TenantFacts, account_id: string, state: AccountState): TenantFacts {
  const account = facts.accounts.get(account_id)
  if (account === undefined) return facts
  return { ...facts, accounts: new Map([...facts.accounts, [account_id, { ...account, state }]]) }
}

function lineOf(
  before: SkuDecision,
  after: SkuDecision,
  nameOf: (place: PlanLine['place']) => string,
): AccountPreviewLine {
  return {
    sku: after.sku.sku,
    pool_id: after.pool.config.pool_id,
    pool_name: after.pool.name,
    before: outcomeOf(before),
    after: outcomeOf(after),
    writes: after.plan.lines.map(({ place, current, target, difference }) => ({
      account_id: place.kind === 'deposit' ? place.account_id : null,
      deposit_id: place.kind === 'deposit' ? place.deposit_id : null,
      site_id: place.kind === 'site' ? place.site_id : null,
      name: nameOf(place),
      current: toUnits(current),
      target: toUnits(target),
      difference: toUnits(difference),
    })),
  }
}

function outcomeOf({ plan }: SkuDecision): AccountPreviewLine['before'] {
  const decided = plan.decision.kind === 'decided' ? plan.decision : null
  const units = (quantity: Quantity | undefined) => (quantity === undefined ? null : toUnits(quantity))
  return {
    state: plan.state,
    available: units(decided?.availability.available),
    oversell_bound: units(decided?.exposure.oversell_bound),
  }
}
