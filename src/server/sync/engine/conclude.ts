import { placeKey } from '../../../domain/sync/place.ts'
import { toUnits } from '../../../domain/sync/quantity.ts'
import { type Balance, readingInAnswer } from '../../../domain/sync/reading.ts'
import {
  isSuspectAfter,
  type RunResult,
  resultOfRun,
  resultOfSku,
  type WriteEnd,
} from '../../../domain/sync/run-status.ts'
import { isUnseenStock } from '../../../domain/sync/unseen-stock.ts'
import { decideReadBack } from '../../../domain/sync/write-outcome.ts'
import { backoffMs } from '../../kernel/retry.ts'
import type { SiteRead } from '../sites/site-port.ts'
import type { ClaimedSku, LookEnd } from './dirty-skus.store.ts'
import type { AccountLook, Look } from './look.ts'
import type { Outgoing } from './outgoing.ts'
import type { Sent } from './send-writes.ts'
import { BALANCE_SETTLING_MS, ORDER_SETTLING_MS, settlesAt } from './settling.ts'
import type { Step } from './step.ts'

/** How one step ended: its writes after their answers and read-backs. */
export type StepEnd = {
  readonly step: Step
  readonly sent: readonly Sent[]
  readonly read_backs: ReadonlyMap<string, WriteEnd['read_back']>
  readonly result: RunResult
  readonly reason: string | null
}

/** What reading the written places back said, by reference; what could not be read is `unread`. */
export function readBacksOf(
  sent: readonly Sent[],
  looks: ReadonlyMap<string, AccountLook>,
  sites: ReadonlyMap<string, SiteRead>,
): Map<string, WriteEnd['read_back']> {
  return new Map(
    sent.map(({ outgoing, answer }) => {
      const { write, purpose } = outgoing
      if (answer !== 'acknowledged' || purpose.kind !== 'target') return [write.reference, 'unread']
      const balance = readBackOf(outgoing, looks, sites)
      return [write.reference, balance === null ? 'unread' : decideReadBack(purpose.line, balance)]
    }),
  )
}

function readBackOf(
  { write, destination }: Outgoing,
  looks: ReadonlyMap<string, AccountLook>,
  sites: ReadonlyMap<string, SiteRead>,
): Balance | null {
  if (destination.kind === 'site') {
    const read = sites.get(destination.site_id)
    const seen = read?.kind === 'read' ? read.stock.get(write.product_id) : undefined
    return seen?.kind === 'observed' ? { physical: seen.quantity, virtual: seen.quantity } : null
  }
  const look = looks.get(destination.account_id)
  if (look?.kind !== 'read') return null
  const reading = readingInAnswer(look.rows, write.product_id, destination.bling_deposit_id)
  return reading.kind === 'observed' ? reading : null
}

/** The end of a step. */
export function endOf(step: Step, sent: readonly Sent[], readBacks: StepEnd['read_backs']): StepEnd {
  const own = sent.filter(({ outgoing }) => outgoing.write.run_id === step.run_id)
  const targets = own.filter(({ outgoing }) => outgoing.purpose.kind === 'target')
  const ends = targets.map(
    ({ answer, outgoing }): WriteEnd => ({
      answer,
      read_back: readBacks.get(outgoing.write.reference) ?? 'unread',
    }),
  )
  const { plan, pool, state } = step.decision
  if (pool.activated_at === null && plan.lines.length > 0)
    return { step, sent: own, read_backs: readBacks, result: 'pending', reason: 'NOT_ACTIVATED' }
  if (step.held.length > 0 && own.length === 0) {
    const reason = step.held.every((line) => isUnseenStock(state, line)) ? 'UNSEEN_STOCK' : 'HELD'
    return { step, sent: own, read_backs: readBacks, result: 'pending', reason }
  }
  const isDrawnInFull = own.every(
    ({ outgoing, answer }) => outgoing.purpose.kind === 'target' || answer === 'acknowledged',
  )
  const planned = resultOfSku(plan, ends)
  const result =
    isDrawnInFull || planned === 'pending' ? planned : planned === 'failed' ? 'failed' : 'partial'
  return { step, sent: own, read_backs: readBacks, result, reason: reasonOf(step, own, result) }
}

/** The first thing that keeps a look from being complete, as a code. */
function reasonOf({ decision, held }: Step, sent: readonly Sent[], result: RunResult): string | null {
  if (!isSuspectAfter(result)) return null
  const { plan } = decision
  if (plan.decision.kind === 'pending') return plan.decision.causes[0]?.code ?? 'PENDING'
  if (sent.some(({ answer }) => answer === 'unclear')) return 'WRITE_UNCLEAR'
  if (sent.some(({ answer }) => answer === 'refused')) return 'WRITE_REFUSED'
  return plan.skipped[0]?.cause.code ?? (held.length > 0 ? 'UNSEEN_STOCK' : 'READ_BACK_DIFFERS')
}

const BACKOFF = { base_ms: 5_000, cap_ms: 300_000 }

/** How the look at one SKU ended, over all its pools, and when it has to be looked at again without a new reason. */
export function lookEndOf(
  claimed: ClaimedSku,
  ends: readonly StepEnd[],
  look: Look,
  circumstances: { readonly now: Date; readonly random: () => number },
): LookEnd {
  const result = resultOfRun(ends.map((end) => end.result))
  const waiting = ends.filter(
    (end) => isSuspectAfter(end.result) && end.reason !== 'NOT_ACTIVATED' && end.reason !== 'HELD',
  )
  const wait_ms = backoffMs(claimed.attempts + 1, { ...BACKOFF, random: circumstances.random })
  const retry = circumstances.now.getTime() + wait_ms
  const isHeld = claimed.was_known && ends.some((end) => end.reason === 'HELD')
  const instants = [
    // What was due before a look that sends nothing is due after it.
    ...(isHeld ? [circumstances.now.getTime()] : []),
    ...waiting.flatMap((end) => retriesOf(end, look, retry)),
    ...ends.flatMap(({ step }) => [...settlingLines(step, look), ...settlingSources(step, look)]),
  ]
  return {
    sku: claimed.sku,
    generation: claimed.generation,
    result,
    suspect_reason: waiting[0]?.reason ?? null,
    again_at:
      instants.length === 0 ? null : new Date(Math.max(Math.min(...instants), circumstances.now.getTime())),
  }
}

/** Instants (ms) at which a look that was held back is worth repeating. What waits for a person has none. */
function retriesOf({ step, sent, read_backs }: StepEnd, look: Look, retry: number): number[] {
  const { plan, sku } = step.decision
  const causes = plan.decision.kind === 'pending' ? plan.decision.causes : []
  const unknown = causes.some((cause) => cause.code === 'SOURCE_UNKNOWN' && isTransient(cause.cause))
  const skipped = plan.skipped.flatMap(({ place, cause }) => {
    switch (cause.code) {
      case 'TARGET_UNKNOWN':
      case 'MIRRORED_UNKNOWN':
        return isTransient(cause.cause) ? [retry] : []
      case 'ORDERS_NOT_REREAD':
        return [retry]
      case 'BALANCE_SETTLING': {
        const written_at = sku.memories.get(placeKey(place))?.written_at ?? look.read_at
        return [written_at.getTime() + BALANCE_SETTLING_MS]
      }
      default:
        return []
    }
  })
  const settled = look.read_at.getTime() + BALANCE_SETTLING_MS
  const writes = sent.flatMap(({ answer, retry_at, outgoing }) => {
    if (answer === 'refused') return [Math.max(retry_at?.getTime() ?? 0, retry)]
    const isRight = read_backs.get(outgoing.write.reference) === 'as_intended'
    return answer === 'unclear' || (outgoing.purpose.kind === 'target' && !isRight)
      ? [Math.max(settled, retry)]
      : []
  })
  return [...(unknown ? [Math.max(retry, retryOf(look))] : []), ...skipped, ...writes]
}

function isTransient(cause: string): boolean {
  return cause === 'unavailable' || cause === 'row_missing' || cause === 'invalid_balance'
}

/** When the accounts that could not be read may be asked again, where they said so. */
function retryOf(look: Look): number {
  const said = [...look.accounts.values(), ...look.sites.values()].flatMap((one) =>
    one.kind === 'failed' ? (one.retry_at?.getTime() ?? 0) : [],
  )
  return Math.max(0, ...said)
}

/** A shipped line ends by time where real stock shows it leaving by itself: then its SKU is looked at once more. */
function settlingLines({ decision }: Step, look: Look): number[] {
  return [decision, ...decision.parts]
    .flatMap((one) => one.lines)
    .flatMap((line) => {
      if (line.phase !== 'shipped' || line.state === 'settled' || line.shipped_seen_at === null) return []
      const ends_at = line.shipped_seen_at.getTime() + ORDER_SETTLING_MS
      return ends_at > look.read_at.getTime() ? [ends_at] : []
    })
}

/** A source that may not show our own movement yet is read again when it does: only then its drop is known. */
function settlingSources({ decision }: Step, look: Look): number[] {
  return [decision, ...decision.parts]
    .flatMap(({ sku, state }) => state.sources.map(({ place }) => settlesAt(sku, place)))
    .filter((at) => at > look.read_at.getTime())
}

/** A run's facts for the history: what was planned, left out, and found edited. Writes are rows of their own. */
export function runFacts({ step }: StepEnd, look: Look): Record<string, unknown> {
  const { plan, state } = step.decision
  const decided = plan.decision.kind === 'decided' ? plan.decision : null
  return {
    available: decided === null ? null : toUnits(decided.availability.available),
    reads: [...look.accounts].map(([account_id, read]) =>
      read.kind === 'read' ? { account_id, ok: true } : { account_id, ok: false, error: read.reason },
    ),
    site_reads: [...look.sites].map(([site_id, read]) =>
      read.kind === 'read' ? { site_id, ok: true } : { site_id, ok: false, error: read.reason },
    ),
    orders_reread: look.orders_reread,
    skipped: plan.skipped.map(({ place, cause }) => ({ place: placeKey(place), code: cause.code })),
    drifts: plan.drifts.map(({ place, from, to, imposed }) => ({
      place: placeKey(place),
      from: toUnits(from),
      to: toUnits(to),
      imposed,
    })),
    absent_in: [
      ...new Set(
        [...state.sources, ...state.targets].flatMap(({ place, reading }) =>
          reading.kind === 'absent' && place.kind === 'deposit' ? [place.account_id] : [],
        ),
      ),
    ],
  }
}
