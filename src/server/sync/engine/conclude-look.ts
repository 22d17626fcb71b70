import { placeKey } from '../../../domain/sync/place.ts'
import { toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import type { SiteRead } from '../sites/site-port.ts'
import { type AlertCause, openAlerts, resolveAlerts } from './alerts.store.ts'
import { endOf, lookEndOf, readBacksOf, runFacts, type StepEnd } from './conclude.ts'
import { type Claim, type LookEnd, releaseSkus } from './dirty-skus.store.ts'
import { followLedger } from './follow-ledger.ts'
import type { AccountLook } from './look.ts'
import { balancesOf } from './observe.ts'
import type { Outgoing } from './outgoing.ts'
import type { EngineDeps } from './recompute.ts'
import { settleRunSkus } from './run-skus.store.ts'
import { endRuns } from './runs.store.ts'
import type { Sent } from './send-writes.ts'
import type { Looked } from './step.ts'
import { saveReadBacks } from './writes.store.ts'

/** What a look decided and what of it was kept. */
type Kept = Looked & {
  /** SKUs whose orders changed while we looked: nothing of them was kept. */
  readonly overtaken: ReadonlySet<string>
  /** Instants (ms) by SKU at which looking again tells where an account reserves. */
  readonly tells_at: ReadonlyMap<string, number>
}

/** Reads back what was written, tells the history, and gives the SKUs back. */
export async function concludeLook(
  deps: EngineDeps,
  claim: Claim,
  looked: Kept,
  sent: readonly Sent[],
): Promise<StepEnd[]> {
  const { facts, look, steps } = looked
  const isTold = looked.mode.sends !== 'nothing'
  const [looks, sites] = await Promise.all([
    readBack(deps, facts.tenant_id, claim, sent),
    readSitesBack(deps, facts.tenant_id, sent),
  ])
  const readBacks = readBacksOf(sent, looks, sites)
  const ends = steps.map((step) => endOf(step, sent, readBacks))
  const now = deps.clock.now()
  const lookEnds = claim.skus.map((claimed): LookEnd => {
    const own = ends.filter((end) => end.step.claimed === claimed)
    const end = lookEndOf(claimed, own, look, { now, random: deps.random })
    const awaited = [looked.judged_from, looked.tells_at].flatMap((one) => one.get(claimed.sku) ?? [])
    const again = [
      ...(end.again_at === null ? [] : [end.again_at]),
      ...awaited.map((instant) => new Date(instant)),
      ...(own.some((one) => owesWithdrawals(looked, one)) ? [now] : []),
    ]
    return { ...end, again_at: again.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null }
  })
  await deps.database.tenant(facts.tenant_id, async (tx) => {
    await saveReadBacks(
      tx,
      [...readBacks].map(([reference, read_back]) => ({ reference, read_back })),
    )
    await endRuns(
      tx,
      (isTold ? ends : []).map((end) => ({
        id: end.step.run_id,
        result: end.result,
        reason: end.reason,
        facts: runFacts(end, look),
      })),
      now,
    )
    await tellPeople(tx, ends, now)
    if (isTold) await settleRunSkus(tx, lookEnds)
    await releaseSkus(tx, claim.worker_id, overtakenAgain(looked, lookEnds, now), { now, is_told: isTold })
  })
  await followLedger(deps, looked)
  return ends
}

/** Whether real stock is still to be told what shipped, and this look was not one that may: the next one is. */
function owesWithdrawals({ mode }: Kept, { step: { decision } }: StepEnd): boolean {
  const isTrusted = decision.pool.activated_at !== null && decision.plan.state !== 'pending'
  return mode.sends !== 'planned' && isTrusted && decision.draws.movements.length > 0
}

/** A SKU whose orders changed while we looked has not been looked at. */
function overtakenAgain({ overtaken }: Kept, ends: readonly LookEnd[], now: Date): LookEnd[] {
  return ends.map((end) => (overtaken.has(end.sku) ? { ...end, again_at: now } : end))
}

async function readBack(
  deps: EngineDeps,
  tenant_id: string,
  claim: Claim,
  sent: readonly Sent[],
): Promise<Map<string, AccountLook>> {
  const written = acknowledgedTargets(sent).flatMap(({ write, destination }) =>
    destination.kind === 'deposit' ? [{ account_id: destination.account_id, write }] : [],
  )
  const byAccount = Map.groupBy(written, ({ account_id }) => account_id)
  const looks = await Promise.all(
    [...byAccount].map(async ([account_id, writes]): Promise<[string, AccountLook]> => {
      const ids = writes.map(({ write }) => write.product_id)
      return [account_id, await balancesOf(deps, tenant_id, account_id, { ids, lane: claim.lane })]
    }),
  )
  return new Map(looks)
}

async function readSitesBack(
  deps: EngineDeps,
  tenant_id: string,
  sent: readonly Sent[],
): Promise<Map<string, SiteRead>> {
  const written = acknowledgedTargets(sent).flatMap(({ destination }) =>
    destination.kind === 'site' ? [destination] : [],
  )
  const bySite = Map.groupBy(written, ({ site_id }) => site_id)
  const reads = await Promise.all(
    [...bySite].map(async ([site_id, own]): Promise<[string, SiteRead]> => {
      const products = own.map(({ product }) => product)
      return [site_id, await deps.sites.readStock({ tenant_id, site_id }, products)]
    }),
  )
  return new Map(reads)
}

function acknowledgedTargets(sent: readonly Sent[]): Outgoing[] {
  return sent
    .filter(({ answer, outgoing }) => answer === 'acknowledged' && outgoing.purpose.kind === 'target')
    .map(({ outgoing }) => outgoing)
}

/** Alerts follow what was found: an episode begins and ends once. */
async function tellPeople(tx: Tx, ends: readonly StepEnd[], now: Date): Promise<void> {
  const open: (AlertCause & { facts: unknown })[] = []
  const over: AlertCause[] = []
  for (const { step } of ends) {
    const { plan, pool, sku } = step.decision
    if (plan.decision.kind !== 'decided') continue
    const { oversold } = plan.decision.availability
    const cause = { kind: 'oversold', subject: `${pool.config.pool_id}/${sku.sku}` } as const
    if (oversold > 0) open.push({ ...cause, facts: { sku: sku.sku, oversold: toUnits(oversold) } })
    else over.push(cause)
    for (const { target } of plan.decision.exposure.targets) {
      const place = placeKey(target.place)
      const drift = plan.drifts.find((found) => placeKey(found.place) === place && !found.imposed)
      const drifted = { kind: 'external_drift', subject: `${place}/${sku.sku}` } as const
      if (drift === undefined) over.push(drifted)
      else {
        const { from, to } = drift
        open.push({ ...drifted, facts: { sku: sku.sku, place, from: toUnits(from), to: toUnits(to) } })
      }
    }
  }
  await openAlerts(tx, open, now)
  await resolveAlerts(tx, over, now)
}
