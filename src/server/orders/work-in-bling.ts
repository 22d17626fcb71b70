import { nextBlingStep } from '../../domain/orders/bling-step.ts'
import type { Tx } from '../db/database.ts'
import type { Logger } from '../kernel/logger.ts'
import { loadTenantFacts } from '../sync/engine/facts.store.ts'
import { type AccountFacts, orderDepositOf } from '../sync/engine/facts.ts'
import type { StepDeps } from './at-work.ts'
import { doStep } from './bling-steps.ts'
import { blingSideOf } from './change-order.ts'
import { endAfter, failureIn, withoutPerson } from './failures.ts'
import { recordOrderEvent } from './order-events.store.ts'
import { type OrderRoute, readRoute } from './order-routes.store.ts'
import { personOfOrder, readOrderRow, type StoredOrder } from './orders.store.ts'
import {
  type Claim,
  endClaim,
  postponeAccount,
  renewClaim,
  type SendingEnd,
  saveUnclear,
} from './sendings.store.ts'

/** What orders are worked on with. */
export type WorkDeps = StepDeps & { readonly logger: Logger; readonly random: () => number }

/** How long an order belongs to whoever took it up, unless prolonged before each step. No step takes as long. */
export const CLAIM_MS = 5 * 60_000
/** An order needs a handful of steps; more in one go would be two of them undoing each other. */
const MOST_STEPS = 12
/** How long to wait for an invoice, for an account that is paused, and for one that nobody can tell anything of. */
const REST_MS = 60_000

type Loaded = {
  readonly order: StoredOrder
  readonly route: OrderRoute
  readonly account: AccountFacts | null
  readonly leaves_from: string | null
}

/** Does everything that is to be done in Bling for an order that was taken up, and gives it back saying how that ended. */
export async function workInBling(deps: WorkDeps, tenant_id: string, claim: Claim): Promise<void> {
  const seen = { generation: claim.generation }
  let end: SendingEnd
  try {
    end = await stepByStep(deps, tenant_id, claim, seen)
  } catch (error) {
    end = await fail(deps, tenant_id, claim, error)
  }
  await deps.database.tenant(tenant_id, (tx) => endClaim(tx, { ...claim, ...seen }, end, deps.clock.now()))
}

/** `seen` is told which reasons to look are dealt with: one that comes later has the order taken up again. */
async function stepByStep(
  deps: WorkDeps,
  tenant_id: string,
  claim: Claim,
  seen: { generation: number },
): Promise<SendingEnd> {
  let { is_unclear } = claim
  let is_fresh = false
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const now = deps.clock.now()
    const loaded = await deps.database.tenant(tenant_id, async (tx) => {
      const generation = await renewClaim(tx, claim, new Date(now.getTime() + CLAIM_MS))
      if (generation === null) return null
      seen.generation = generation
      return load(tx, claim.order_id, now)
    })
    const ended = (state: SendingEnd['state'], reason: string | null, after_ms = 0): SendingEnd => ({
      ...{ state, reason, is_unclear, attempts: 0 },
      next_attempt_at: new Date(now.getTime() + after_ms),
    })
    if (loaded === null) return ended('due', null)
    const { order, route, account, leaves_from } = loaded
    const step = nextBlingStep(blingSideOf(order, route, is_unclear))
    if (step.kind === 'nothing') return ended('done', null)
    if (step.kind === 'wait') {
      await tellWaiting(deps, tenant_id, claim, step.reason)
      return ended('waiting', step.reason)
    }
    if (account === null) return ended('waiting', 'no_account')
    if (account.state !== 'active') return ended('due', `account_${account.state}`, REST_MS)
    const client = deps.clients.forAccount(tenant_id, account.account_id, 'webhook')
    const place = { account, client, leaves_from, is_fresh }
    const work = { tenant_id, order, route, ...place, correlation_id: claim.worker_id }
    const stepEnd = await doStep(deps, work, step)
    is_fresh = step.kind === 'place' || step.kind === 'read' || step.kind === 'move'
    if (is_unclear || claim.is_unclear) {
      is_unclear = false
      await deps.database.tenant(tenant_id, (tx) => saveUnclear(tx, claim, false))
    }
    if (stepEnd === 'rest') return ended('due', null, REST_MS)
  }
  throw new Error('an order does not come to rest')
}

async function load(tx: Tx, order_id: string, now: Date): Promise<Loaded | null> {
  const order = await readOrderRow(tx, order_id)
  const route = order && (await readRoute(tx, order.site_id))
  if (order === null || route === null) return null
  const facts = await loadTenantFacts(tx, now)
  const account_id = order.account_id ?? route.account_id
  const account = account_id === null ? null : (facts.accounts.get(account_id) ?? null)
  return { order, route, account, leaves_from: account && orderDepositOf(facts, account.account_id) }
}

async function tellWaiting(deps: WorkDeps, tenant_id: string, claim: Claim, reason: string): Promise<void> {
  await deps.database.tenant(tenant_id, (tx) =>
    recordOrderEvent(tx, claim.order_id, {
      at: deps.clock.now(),
      kind: 'waiting',
      facts: { reason, correlation_id: claim.worker_id },
    }),
  )
}

/** Writes down what failed, and decides when it is tried again. While an account does not answer nothing else is asked of it. */
async function fail(deps: WorkDeps, tenant_id: string, claim: Claim, error: unknown): Promise<SendingEnd> {
  const failure = failureIn(error)
  if (failure === null)
    deps.logger.error({ err: error, order_id: claim.order_id }, 'an order could not be worked on')
  const now = deps.clock.now()
  return deps.database.tenant(tenant_id, async (tx) => {
    const person = await personOfOrder(tx, claim.order_id)
    const said = failure?.detail ?? (failure === null ? 'falha interna' : failure.kind)
    const reason = withoutPerson(said, [person?.name, person?.document, person?.email, person?.phone])
    const end = endAfter(failure, claim, { now, random: deps.random, reason })
    const isOver = end.state === 'dead'
    await recordOrderEvent(tx, claim.order_id, {
      at: now,
      kind: isOver ? 'given_up' : 'failed',
      facts: {
        ...{ operation: failure?.operation ?? null, failure: failure?.kind ?? 'internal', reason },
        ...{ attempt: end.attempts, is_unclear: end.is_unclear, correlation_id: claim.worker_id },
        ...(isOver ? {} : { next_attempt_at: end.next_attempt_at.toISOString() }),
      },
    })
    if (failure !== null && failure.kind !== 'invalid' && failure.kind !== 'not_found') {
      const order = await readOrderRow(tx, claim.order_id)
      const route = order && (await readRoute(tx, order.site_id))
      const account_id = order?.account_id ?? route?.account_id ?? null
      if (account_id !== null) await postponeAccount(tx, account_id, end.next_attempt_at)
    }
    return end
  })
}
