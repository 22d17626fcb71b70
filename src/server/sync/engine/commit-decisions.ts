import type { DemandLine } from '../../../domain/sync/demand-line.ts'
import { placeKey } from '../../../domain/sync/place.ts'
import { balanceOf } from '../../../domain/sync/reading.ts'
import type { Tx } from '../../db/database.ts'
import type { SkuDecision } from './decide-sku.ts'
import { saveLines } from './demand.store.ts'
import { accountsOfPool, type TenantFacts } from './facts.ts'
import type { Look } from './look.ts'
import { type PlaceHistory, type SeenPlace, saveHistories, saveSeen } from './places.store.ts'
import { beginSkuRuns, closeInterrupted, type StoredDecision, saveDecisions } from './runs.store.ts'
import { historyAfter } from './send-writes.ts'
import { settlesAt } from './settling.ts'
import type { Step } from './step.ts'
import { whyOf } from './why.ts'
import { insertWrites } from './writes.store.ts'

/**
 * Keeps what was decided, before anything is sent: demand lines, what was seen, what each target is known to hold, and every movement with
 * the doubt about it. Whoever dies from here on leaves behind what the next look needs.
 */
export async function commitDecisions(
  tx: Tx,
  facts: TenantFacts,
  look: Look,
  decided: {
    readonly steps: readonly Step[]
    /** Whether the history is not told: nothing is sent, and whoever asked tells of the whole. */
    readonly is_quiet: boolean
  },
  now: Date,
): Promise<void> {
  const { steps } = decided
  if (steps.length === 0) return
  if (!decided.is_quiet) await beginRuns(tx, facts, look, steps, now)
  await saveDecisions(
    tx,
    steps.map((step) => decisionRow(step, decided.is_quiet ? null : step.run_id)),
    now,
  )
  const outgoing = steps.flatMap((step) => step.outgoing)
  await insertWrites(
    tx,
    outgoing.map(({ write }) => write),
    now,
  )
  const known = steps.filter(({ decision }) => decision.plan.state !== 'pending')
  await saveSeen(
    tx,
    known.flatMap(({ decision }) => seenIn(decision, look)),
    look.read_at,
  )
  await saveHistories(tx, distinctPlaces(steps.flatMap((step) => historiesOf(step, look.read_at))))
  await saveLines(tx, known.flatMap(linesAfter))
}

async function beginRuns(
  tx: Tx,
  facts: TenantFacts,
  look: Look,
  steps: readonly Step[],
  now: Date,
): Promise<void> {
  await closeInterrupted(
    tx,
    steps.map(({ decision }) => decision.sku.sku),
    now,
  )
  await beginSkuRuns(
    tx,
    steps.map(({ run_id, claimed, decision }) => ({
      id: run_id,
      origin: claimed.origin,
      pool_id: decision.pool.config.pool_id,
      sku: decision.sku.sku,
      account_ids: accountsOfPool(facts, decision.pool),
    })),
    look.read_at,
  )
}

/**
 * Balances of one deposit may decide in several pools; they were read once. What may not show our own movement yet is not the balance
 * that the next look compares with.
 */
function seenIn({ state, sku }: SkuDecision, look: Look): SeenPlace[] {
  return [...state.sources, ...state.targets].flatMap(({ place, reading }) => {
    const isSettled = settlesAt(sku, place) <= look.read_at.getTime()
    const balance =
      place.kind === 'deposit' && reading.kind !== 'absent' && isSettled ? balanceOf(reading) : null
    return balance === null ? [] : [{ place: placeKey(place), sku: sku.sku, ...balance }]
  })
}

/** Somebody's edit that is not put back in this look stays one for the next, which tells of it. */
function historiesOf({ decision, outgoing, held }: Step, read_at: Date): PlaceHistory[] {
  const edited = new Set(
    held.filter(({ reason }) => reason === 'external_drift').map(({ place }) => placeKey(place)),
  )
  const known = decision.plan.baselines.filter(({ place }) => !edited.has(placeKey(place)))
  const baselines = known.map(({ place, history }) => ({
    place: placeKey(place),
    sku: decision.sku.sku,
    confirmed: history.confirmed,
    planned_at: read_at,
    unconfirmed: history.unconfirmed,
  }))
  const doubts = outgoing.flatMap((one) => historyAfter(one, 'unclear', read_at) ?? [])
  return [...baselines, ...doubts]
}

/** The last word about each place: a doubt about a write comes after the baseline it starts from. */
function distinctPlaces(histories: readonly PlaceHistory[]): PlaceHistory[] {
  return [...new Map(histories.map((one) => [`${one.place} ${one.sku}`, one])).values()]
}

/** The lines of a decision; one for which a movement leaves now is pending until it is answered. */
function linesAfter({ decision, outgoing }: Step): DemandLine[] {
  const drawn = new Map(
    outgoing.flatMap(({ purpose }) =>
      purpose.kind === 'draw' ? [[purpose.movement.line, purpose.movement.place] as const] : [],
    ),
  )
  return decision.lines.map((line) => {
    const place = drawn.get(line)
    return place === undefined ? line : { ...line, draw: { ...line.draw, is_pending: true, place } }
  })
}

function decisionRow({ decision }: Step, run_id: string | null): StoredDecision {
  const { plan, pool, sku } = decision
  const decided = plan.decision.kind === 'decided' ? plan.decision : null
  return {
    sku: sku.sku,
    pool_id: pool.config.pool_id,
    run_id,
    state: plan.state,
    available: decided?.availability.available ?? null,
    oversold: decided?.availability.oversold ?? null,
    oversell_bound: decided?.exposure.oversell_bound ?? null,
    why: whyOf(decision),
  }
}
