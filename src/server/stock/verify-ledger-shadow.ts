import type { Tx } from '../db/database.ts'
import { keyOf } from './batch/batch-state.ts'
import type { LevelKey } from './batch/command.ts'
import type { LedgerDifference } from './verify-ledger-chain.ts'
import type { ReplayedItem } from './verify-ledger-replay.ts'
import { type DailyTotal, dailyTotals, levelKeys, lotQuantities } from './verify-ledger-shadow.queries.ts'

type Items = ReadonlyMap<string, ReplayedItem>

/** Whatever is derived from the ledger besides levels, held against a whole replay: levels that are missing, lots, daily sums. */
export async function shadowDifferences(tx: Tx, items: Items): Promise<LedgerDifference[]> {
  return [
    ...missingLevels(items, await levelKeys(tx)),
    ...wrongLots(items, await lotQuantities(tx)),
    ...wrongDailyTotals(items, await dailyTotals(tx)),
  ]
}

function missingLevels(items: Items, keys: readonly LevelKey[]): LedgerDifference[] {
  const there = new Set(keys.map(keyOf))
  return [...items.values()]
    .filter((item) => !there.has(keyOf(item)))
    .map((item) => difference('level', item, 'um item', null))
}

function wrongLots(
  items: Items,
  lots: readonly (LevelKey & { batch_number: string; quantity: number })[],
): LedgerDifference[] {
  const stored = new Map(lots.map((lot) => [`${keyOf(lot)} ${lot.batch_number}`, lot]))
  const found: LedgerDifference[] = []
  for (const item of items.values()) {
    for (const [batch, quantity] of item.lots) {
      const key = `${keyOf(item)} ${batch}`
      const lot = stored.get(key)
      stored.delete(key)
      if ((lot?.quantity ?? 0) !== quantity)
        found.push(difference('lot', item, `${batch}: ${quantity}`, `${batch}: ${lot?.quantity ?? 0}`))
    }
  }
  const unheardOf = [...stored.values()].filter((lot) => lot.quantity !== 0)
  return [
    ...found,
    ...unheardOf.map((lot) =>
      difference('lot', lot, `${lot.batch_number}: 0`, `${lot.batch_number}: ${lot.quantity}`),
    ),
  ]
}

/** Held together over all days: which day a sale belongs to is a setting that may have changed since. */
function wrongDailyTotals(items: Items, totals: readonly DailyTotal[]): LedgerDifference[] {
  const replayed = [...items.values()].flatMap(({ branch_id, product_id, sold_in }) =>
    [...sold_in].map(([doses_per_bottle, sums]) => ({ branch_id, product_id, doses_per_bottle, ...sums })),
  )
  const name = (total: DailyTotal) => `${keyOf(total)} ${total.doses_per_bottle}`
  const expected = new Map(replayed.map((total) => [name(total), total]))
  const stored = new Map(totals.map((total) => [name(total), total]))
  return [...new Map([...expected, ...stored])].flatMap(([key, total]) => {
    const sides = [describe(expected.get(key)), describe(stored.get(key))] as const
    return sides[0] === sides[1] ? [] : [difference('daily_sales', total, ...sides)]
  })
}

function describe(total: DailyTotal | undefined): string {
  return `${total?.sold ?? 0} vendido, ${total?.returned ?? 0} devolvido`
}

function difference(
  kind: string,
  { branch_id, product_id }: LevelKey,
  expected: string,
  found: string | null,
): LedgerDifference {
  return { kind, seq: null, branch_id, product_id, expected, found }
}
