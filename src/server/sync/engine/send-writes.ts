import { noteFor } from '../../../domain/sync/echo.ts'
import { historyAfterWrite, type WriteAnswer } from '../../../domain/sync/write-outcome.ts'
import { BlingError, isAway } from '../../bling/bling-error.ts'
import type { BlingClients } from '../../bling/client/bling-client.ts'
import type { Lane } from '../../bling/rate/lane.ts'
import type { Database, Tx } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { SitePort } from '../sites/site-port.ts'
import { saveDrawAnswer } from './draws.store.ts'
import type { Destination, Outgoing } from './outgoing.ts'
import { addOwnDifference, markWritten, type PlaceHistory, saveHistories } from './places.store.ts'
import { saveAnswer } from './writes.store.ts'

/** What movements are sent with. */
export type SendDeps = {
  readonly database: Database
  readonly clients: BlingClients
  readonly sites: SitePort
  readonly clock: Clock
}

/** How one movement ended. */
export type Sent = {
  readonly outgoing: Outgoing
  readonly answer: WriteAnswer
  readonly error: string | null
  /** When the account may be asked again, where it said so. */
  readonly retry_at: Date | null
}

/** What is said of a movement that was not sent because somebody else has taken over. */
export const TAKEN_OVER = 'not sent: taken over'

/** The circumstances of sending. `mayGoOn` is asked before each movement: false means that somebody else has taken over. */
export type Sending = {
  readonly tenant_id: string
  readonly lane: Lane
  /** When the balances behind these movements were read. */
  readonly planned_at: Date
  readonly mayGoOn: () => Promise<boolean>
}

/**
 * Sends movements: one after the other in an account, those of a site together, all accounts and sites at once. Each answer is kept before the next movement leaves. A movement
 * without a clear answer is never sent again; an account that does not answer is left alone for the rest.
 */
export async function sendWrites(
  deps: SendDeps,
  sending: Sending,
  outgoing: readonly Outgoing[],
): Promise<Sent[]> {
  const toDeposits = outgoing.flatMap(({ destination, ...one }) =>
    destination.kind === 'deposit' ? [{ ...one, destination }] : [],
  )
  const toSites = outgoing.flatMap(({ destination, ...one }) =>
    destination.kind === 'site' ? [{ ...one, destination }] : [],
  )
  const byAccount = Map.groupBy(toDeposits, ({ destination }) => destination.account_id)
  const bySite = Map.groupBy(toSites, ({ destination }) => destination.site_id)
  const sent = await Promise.all([
    ...[...byAccount.values()].map((ofAccount) => sendInTurn(deps, sending, ofAccount)),
    ...[...bySite.values()].map((ofSite) => sendToSite(deps, sending, ofSite)),
  ])
  return sent.flat()
}

type ToDeposit = Outgoing & { readonly destination: Extract<Destination, { kind: 'deposit' }> }
type ToSite = Outgoing & { readonly destination: Extract<Destination, { kind: 'site' }> }

/** A number that a site shows by now in place of the one we decided from is not overwritten: the next look decides again. */
async function sendToSite(deps: SendDeps, sending: Sending, outgoing: readonly ToSite[]): Promise<Sent[]> {
  const [first] = outgoing
  if (first === undefined) return []
  const { tenant_id } = sending
  const isOurs = await sending.mayGoOn()
  const ends = isOurs
    ? await deps.sites.setStock(
        { tenant_id, site_id: first.destination.site_id },
        outgoing.map(({ write, destination }) => ({
          product: destination.product,
          expected: write.before_virtual,
          quantity: write.target_virtual,
        })),
      )
    : []
  const sent = outgoing.map((one, index): Sent => {
    const end = ends[index]
    if (end === undefined) return notSent(one, null)
    if (end.kind === 'done') return { outgoing: one, answer: 'acknowledged', error: null, retry_at: null }
    return { outgoing: one, answer: end.kind, error: end.reason, retry_at: end.retry_at }
  })
  await deps.database.tenant(tenant_id, async (tx) => {
    for (const end of sent) await keepEnd(tx, end, sending, deps.clock.now())
  })
  return sent
}

async function sendInTurn(deps: SendDeps, sending: Sending, outgoing: readonly ToDeposit[]): Promise<Sent[]> {
  const sent: Sent[] = []
  let away: BlingError | null = null
  for (const one of outgoing) {
    const isOurs = away === null && (await sending.mayGoOn())
    const end: Sent = isOurs ? await sendOne(deps, sending, one) : notSent(one, away)
    await deps.database.tenant(sending.tenant_id, (tx) => keepEnd(tx, end, sending, deps.clock.now()))
    if (end.error !== null && 'cause' in end && isAway(end.cause)) away = end.cause
    sent.push(end)
  }
  return sent
}

type Ended = Sent & { readonly cause?: BlingError }

async function sendOne(deps: SendDeps, { tenant_id, lane }: Sending, outgoing: ToDeposit): Promise<Ended> {
  const { write, destination } = outgoing
  try {
    await deps.clients.forAccount(tenant_id, destination.account_id, lane).stock.move({
      product_id: write.product_id,
      deposit_id: destination.bling_deposit_id,
      operation: write.operation,
      quantity: write.quantity,
      notes: noteFor(write.reference),
    })
    return { outgoing, answer: 'acknowledged', error: null, retry_at: null }
  } catch (error) {
    if (!(error instanceof BlingError)) throw error
    const answer = error.ambiguous ? 'unclear' : 'refused'
    const said = error.detail === null ? error.message : `${error.message}: ${error.detail}`
    return { outgoing, answer, error: said, retry_at: error.retry_at, cause: error }
  }
}

function notSent(outgoing: Outgoing, away: BlingError | null): Ended {
  const error = away === null ? TAKEN_OVER : `not sent: ${away.message}`
  return { outgoing, answer: 'refused', error, retry_at: away?.retry_at ?? null }
}

async function keepEnd(tx: Tx, end: Sent, { planned_at }: Sending, at: Date): Promise<void> {
  const { write, purpose } = end.outgoing
  await saveAnswer(tx, { reference: write.reference, answer: end.answer, error: end.error }, at)
  if (purpose.kind === 'draw') {
    await saveDrawAnswer(tx, purpose.movement, end.answer, at)
    if (end.answer === 'acknowledged') await addOwnDifference(tx, write)
    if (end.answer !== 'refused') await markWritten(tx, [write], at)
    return
  }
  const history = historyAfter(end.outgoing, end.answer, planned_at)
  if (history !== null) await saveHistories(tx, [history])
  if (end.answer !== 'refused') await markWritten(tx, [write], at)
}

/**
 * What to believe of a target once its write was answered, or before: then it is in doubt already, should the answer never come. Null for
 * a movement that is no target's, and before the first alignment.
 */
export function historyAfter(
  { write, purpose }: Outgoing,
  answer: WriteAnswer,
  planned_at: Date,
): PlaceHistory | null {
  if (purpose.kind === 'draw') return null
  const history = historyAfterWrite(purpose.before?.history ?? null, purpose.line, answer)
  if (history === null) return null
  const as_of = answer === 'acknowledged' ? planned_at : (purpose.before?.planned_at ?? planned_at)
  const { confirmed, unconfirmed } = history
  return { place: write.place, sku: write.sku, confirmed, planned_at: as_of, unconfirmed }
}
