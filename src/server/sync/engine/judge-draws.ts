import { judgeDrawsInDoubt } from '../../../domain/sync/doubtful-draw.ts'
import { negated } from '../../../domain/sync/quantity.ts'
import { readingInAnswer } from '../../../domain/sync/reading.ts'
import type { Database, Tx } from '../../db/database.ts'
import { openAlerts } from './alerts.store.ts'
import { confirmDraw, forgetDraw } from './draws.store.ts'
import type { SkuFacts, TenantFacts } from './facts.ts'
import type { Look } from './look.ts'
import { addOwnDifference } from './places.store.ts'
import { BALANCE_SETTLING_MS } from './settling.ts'
import { type DoubtfulDraw, doubtfulDraws, saveJudgement } from './writes.store.ts'

/** An event that would tell may be late by this much; after it a person is asked. */
const EVENT_PATIENCE_MS = 120_000

/** What became of withdrawals without an answer: whether lines changed, and when the rest can be judged. */
export type DrawJudgement = {
  readonly is_changed: boolean
  /** Instants (ms) by SKU at which the balances are settled enough to judge. */
  readonly judged_from: ReadonlyMap<string, number>
}

/**
 * Judges withdrawals on real stock whose answer never came, from balances read long enough after them. One that certainly did not happen
 * is free to be made again; one that cannot be told is shown to a person and never repeated.
 */
export async function judgeDraws(
  database: Database,
  facts: TenantFacts,
  skus: readonly SkuFacts[],
  look: Look,
): Promise<DrawJudgement> {
  const pending = skus.filter(({ lines }) => lines.some((line) => line.draw.is_pending))
  if (pending.length === 0) return { is_changed: false, judged_from: new Map() }
  return database.tenant(facts.tenant_id, async (tx) => {
    const judged_from = new Map<string, number>()
    let is_changed = false
    const doubts = await doubtfulDraws(
      tx,
      pending.map(({ sku }) => sku),
    )
    for (const draws of Map.groupBy(doubts, ({ sku, place }) => `${sku}\n${place}`).values()) {
      const [{ sku, place }] = draws as [DoubtfulDraw]
      const from = Math.max(...draws.map(({ sent_at }) => sent_at.getTime())) + BALANCE_SETTLING_MS
      const physical = physicalNow(facts, skus, look, { sku, place })
      if (look.read_at.getTime() < from || physical === null)
        judged_from.set(sku, Math.max(from, look.read_at.getTime() + BALANCE_SETTLING_MS / 2))
      else if (draws.some(({ judged }) => judged === null)) {
        const judgements = judgeDrawsInDoubt(draws, { physical, virtual: physical })
        const asks = judgements.includes('unrecognizable')
        if (asks && look.read_at.getTime() < from + EVENT_PATIENCE_MS)
          judged_from.set(sku, look.read_at.getTime() + BALANCE_SETTLING_MS)
        else {
          await keepJudgements(tx, draws, judgements, look)
          is_changed = true
        }
      }
    }
    return { is_changed, judged_from }
  })
}

async function keepJudgements(
  tx: Tx,
  draws: readonly DoubtfulDraw[],
  judgements: ReturnType<typeof judgeDrawsInDoubt>,
  look: Look,
): Promise<void> {
  for (const [index, draw] of draws.entries()) {
    const judged = judgements[index] ?? 'unrecognizable'
    const line = lineOfDraw(draw)
    await saveJudgement(tx, draw.reference, judged)
    if (judged === 'applied') {
      await confirmDraw(tx, line, negated(draw.difference), look.read_at)
      await addOwnDifference(tx, draw)
    } else if (judged === 'not_applied') {
      await forgetDraw(tx, line)
    } else {
      const { reference, sku, place } = draw
      await openAlerts(
        tx,
        [{ kind: 'unclear_draw', subject: reference, facts: { sku, place } }],
        look.read_at,
      )
    }
  }
}

function physicalNow(
  facts: TenantFacts,
  skus: readonly SkuFacts[],
  look: Look,
  draw: Pick<DoubtfulDraw, 'sku' | 'place'>,
) {
  const [, account_id = '', deposit_id = ''] = draw.place.split('/')
  const link = skus.find(({ sku }) => sku === draw.sku)?.links.get(account_id)
  const account = look.accounts.get(account_id)
  const deposit = facts.deposits.get(deposit_id)
  if (link?.kind !== 'linked' || account?.kind !== 'read' || deposit === undefined) return null
  const reading = readingInAnswer(account.rows, link.product_id, deposit.bling_id)
  return reading.kind === 'observed' ? reading.physical : null
}

/** The demand line of a draw: its key is the line's key and a number (see `planDraws`); an order's id holds no slash. */
export function lineOfDraw({ draw_key, sku }: DoubtfulDraw) {
  const [channel_id = '', order_id = ''] = draw_key.split('/')
  const item_id = draw_key.slice(channel_id.length + order_id.length + 2, draw_key.lastIndexOf('/'))
  return { channel_id, order_id, item_id, sku }
}
