import type { PlanLine } from '../../../domain/sync/plan.ts'
import { decideApply } from '../../../domain/sync/plan-approval.ts'
import { lineKey } from '../../../domain/sync/sync-plan.ts'
import { isUnseenStock } from '../../../domain/sync/unseen-stock.ts'
import type { Database } from '../../db/database.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { StockQueue } from '../../stock/batch/batch-queue.ts'
import { readSiteOrders } from '../sites/site-orders.ts'
import { commitDecisions } from './commit-decisions.ts'
import type { StepEnd } from './conclude.ts'
import { concludeLook } from './conclude-look.ts'
import { decideSku, type SkuDecision } from './decide-sku.ts'
import { type Claim, type ClaimedSku, renewClaim } from './dirty-skus.store.ts'
import { loadSkuFacts, loadTenantFacts } from './facts.store.ts'
import { accountsInPools, poolsWith, type SkuFacts, sitesInPools, type TenantFacts } from './facts.ts'
import { judgeDraws } from './judge-draws.ts'
import { holdLease, type Lease } from './lease.ts'
import type { Look } from './look.ts'
import { markKitsOfChanged } from './mark-kits.ts'
import { type ObserveDeps, observe } from './observe.ts'
import type { OrderFollower } from './order-ledger.ts'
import { outgoingDraws, outgoingTargets } from './outgoing.ts'
import { overtakenSkus } from './overtaken.ts'
import { readOrders } from './read-orders.ts'
import { sendWrites } from './send-writes.ts'
import { type Looked, type LookMode, type Step, USUAL_LOOK } from './step.ts'
import { watchReservations } from './watch-reservations.ts'

/** What looking at SKUs is done with. */
export type EngineDeps = ObserveDeps & {
  readonly database: Database
  readonly queue: StockQueue
  /** Who else keeps what orders say. */
  readonly follow: OrderFollower
  readonly logger: Logger
  readonly random: () => number
  readonly newId: () => string
}

/** How long claimed SKUs belong to whoever claimed them, unless prolonged; a dead process's are taken over after it. */
export const LEASE_MS = 90_000
/** A movement leaves only while the claim holds for longer than its answer may take. */
const SAFE_MS = 45_000

/**
 * Looks at some claimed SKUs and makes their targets right: read the balances everywhere, decide by the pure rules, keep the decision,
 * send the movements, read back, conclude. Whatever woke us up, this is the one way.
 */
export async function recompute(
  deps: EngineDeps,
  tenant_id: string,
  claim: Claim,
  mode: LookMode = USUAL_LOOK,
): Promise<StepEnd[]> {
  const lease = holdClaim(deps, tenant_id, claim)
  const mayGoOn = async () => (await lease.holds()) && (await mode.mayGoOn())
  const looked = await lookAndDecide(deps, tenant_id, claim, { ...mode, mayGoOn })
  const { facts, look, steps } = looked
  const kept = await deps.database.tenant(tenant_id, async (tx) => {
    await markKitsOfChanged(tx, steps, { lane: claim.lane, at: deps.clock.now() })
    const overtaken = await overtakenSkus(
      tx,
      steps.map(({ decision }) => decision.sku),
    )
    const still = steps.filter(({ decision }) => !overtaken.has(decision.sku.sku))
    await commitDecisions(
      tx,
      facts,
      look,
      { steps: still, is_quiet: mode.sends === 'nothing' },
      deps.clock.now(),
    )
    return { steps: still, overtaken }
  })
  const trusted = kept.steps.map(({ decision }) => decision).filter(({ plan }) => plan.state !== 'pending')
  const tells_at = await watchReservations(deps.database, facts, look, trusted, deps.clock.now())
  const outgoing = kept.steps.flatMap((step) => step.outgoing)
  const sending = { tenant_id, lane: claim.lane, planned_at: look.read_at, mayGoOn }
  const sent = await sendWrites(deps, sending, outgoing)
  return concludeLook(deps, claim, { ...looked, ...kept, tells_at }, sent)
}

async function lookAndDecide(
  deps: EngineDeps,
  tenant_id: string,
  claim: Claim,
  mode: LookMode,
): Promise<Looked> {
  const names = claim.skus.map(({ sku }) => sku)
  let { facts, skus } = await load(deps, tenant_id, names)
  let look = await observe(deps, facts, skus, claim.lane)
  const judgement = await judgeDraws(deps.database, facts, skus, look)
  if (judgement.is_changed) ({ facts, skus } = await load(deps, tenant_id, names))
  let decisions = decideAll(facts, skus, look)
  if (mode.orders !== 'in_doubt' || decisions.some(({ plan }) => plan.state === 'orders_needed')) {
    const channels = accountsInPools(facts).filter((account) => account.state === 'active')
    const read = await readOrders(deps, facts, channels, {
      lane: claim.lane,
      purpose: mode.orders === 'overlapping' ? 'sweep' : 'doubt',
      mayGoOn: mode.mayGoOn,
    })
    const sitesRead = await Promise.all(
      sitesInPools(facts).map((site) => readSiteOrders(deps, tenant_id, site)),
    )
    ;({ facts, skus } = await load(deps, tenant_id, names))
    look = { ...look, orders_reread: read.is_complete && !sitesRead.includes(false) }
    decisions = decideAll(facts, skus, look)
  }
  const steps = decisions.map((decision) =>
    stepOf(deps, { facts, look, mode, claimed: claim.skus }, decision),
  )
  return { mode, facts, look, steps, judged_from: judgement.judged_from }
}

async function load(deps: EngineDeps, tenant_id: string, names: readonly string[]) {
  return deps.database.tenant(tenant_id, async (tx) => {
    const facts = await loadTenantFacts(tx, deps.clock.now())
    return { facts, skus: await loadSkuFacts(tx, facts, names) }
  })
}

/** Decides every SKU in every pool that it takes part in. */
export function decideAll(facts: TenantFacts, skus: readonly SkuFacts[], look: Look): SkuDecision[] {
  return skus.flatMap((sku) => poolsWith(facts, sku).map((pool) => decideSku({ facts, pool, sku }, look)))
}

function stepOf(
  deps: EngineDeps,
  about: Pick<Looked, 'facts' | 'look' | 'mode'> & { readonly claimed: readonly ClaimedSku[] },
  decision: SkuDecision,
): Step {
  const { facts, look, mode } = about
  const run_id = deps.newId()
  const sender = {
    run_id,
    read_at: look.read_at,
    newId: deps.newId,
    blingIdOf: (deposit_id: string) => facts.deposits.get(deposit_id)?.bling_id ?? null,
  }
  const claimed = about.claimed.find(({ sku }) => sku === decision.sku.sku)
  if (claimed === undefined) throw new Error('a decision about a SKU that nobody claimed')
  const lines = sendable(decision, mode)
  const maySend = mode.sends === 'planned' && decision.pool.activated_at !== null
  // Of a look that could not read everything nothing is kept, so what it would withdraw could not be told from what was withdrawn.
  const isKept = decision.plan.state !== 'pending'
  const draws = maySend && isKept ? outgoingDraws(decision, sender) : []
  const held = decision.plan.lines.filter((line) => !lines.includes(line))
  return {
    run_id,
    claimed,
    decision,
    outgoing: [...outgoingTargets(decision, lines, sender), ...draws],
    held,
  }
}

/**
 * The lines that leave. Before a person agreed to a pool's first plan nothing does, nor what would write over stock that nobody has seen;
 * what a person approved leaves if its balance is still what the person saw, and, where the rules plan it themselves, if they still want the
 * same.
 */
function sendable({ plan, state, pool }: SkuDecision, mode: LookMode): readonly PlanLine[] {
  if (mode.sends === 'nothing') return []
  if (mode.sends === 'planned')
    return pool.activated_at === null ? [] : plan.lines.filter((line) => !isUnseenStock(state, line))
  return state.targets.flatMap(({ place, reading }) => {
    const key = lineKey({ sku: state.sku, place })
    const approved = mode.approved.get(key)
    if (approved === undefined || decideApply(approved, reading).kind === 'skip') return []
    if (approved.reason === 'undo') return [approved]
    return plan.lines.filter((line) => lineKey(line) === key && line.target === approved.target)
  })
}

/** Holds the claimed SKUs as long as the look takes. */
function holdClaim(deps: EngineDeps, tenant_id: string, claim: Claim): Lease {
  return holdLease(deps.clock, {
    until: claim.until,
    lasts_ms: LEASE_MS,
    spare_ms: SAFE_MS,
    prolong: (next) => deps.database.tenant(tenant_id, (tx) => renewClaim(tx, claim, next)),
  })
}
