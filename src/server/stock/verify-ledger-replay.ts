import type { Level } from '../../domain/stock/level.ts'
import { keyOf } from './batch/batch-state.ts'
import type { LevelKey } from './batch/command.ts'
import type { ChainedMovement } from './batch/ledger-chain.ts'
import { levelAfter, type ReplayedRow, replayRow } from './replay.ts'
import type { LedgerDifference } from './verify-ledger-chain.ts'

/** What all rows of one level come to. */
export type ReplayedItem = LevelKey & {
  level: Level | null
  /** Sold and returned, by the size of dose they were written in (0: bottles). */
  readonly sold_in: Map<number, { sold: number; returned: number }>
  readonly lots: Map<string, number>
}

/** Replays rows of all levels as they come. Memory grows with the levels, not with the rows. */
export type Replay = {
  take(row: ChainedMovement): void
  /** The levels in `rows` that have not been seen yet. */
  unseen(rows: readonly LevelKey[]): LevelKey[]
  /** Begins a level from the last row before the replay's own beginning. */
  begin(key: LevelKey, row: ReplayedRow | null): void
  readonly items: ReadonlyMap<string, ReplayedItem>
  readonly differences: readonly LedgerDifference[]
}

/** A replay that keeps the first `limit` contradictions. */
export function createReplay(limit: number): Replay {
  const items = new Map<string, ReplayedItem>()
  const differences: LedgerDifference[] = []
  const itemOf = (key: LevelKey): ReplayedItem => {
    const found = items.get(keyOf(key))
    if (found !== undefined) return found
    const { branch_id, product_id } = key
    const fresh = { branch_id, product_id, level: null, sold_in: new Map(), lots: new Map() }
    items.set(keyOf(key), fresh)
    return fresh
  }
  return {
    items,
    differences,
    unseen: (rows) => [
      ...new Map(rows.filter((row) => !items.has(keyOf(row))).map((row) => [keyOf(row), row])).values(),
    ],
    begin(key, row) {
      itemOf(key).level = row === null ? null : levelAfter(row)
    },
    take(row) {
      const item = itemOf(row)
      const { level, difference } = replayRow(item.level, row)
      item.level = level
      if (difference !== null && differences.length < limit) {
        const { seq, branch_id, product_id } = row
        differences.push({ ...difference, seq, branch_id, product_id })
      }
      addUp(item, row)
    },
  }
}

function addUp(item: ReplayedItem, row: ChainedMovement): void {
  const { movement_type: type } = row
  if (type === 'sale' || type === 'sale_muntu') sumsOf(item, row).sold -= row.quantity
  if (type === 'return') sumsOf(item, row).returned += row.quantity
  for (const lot of row.lots ?? []) {
    item.lots.set(lot.batch_number, (item.lots.get(lot.batch_number) ?? 0) + lot.quantity)
  }
}

function sumsOf(item: ReplayedItem, row: ChainedMovement): { sold: number; returned: number } {
  const size = row.doses_per_bottle ?? 0
  const found = item.sold_in.get(size)
  if (found !== undefined) return found
  const fresh = { sold: 0, returned: 0 }
  item.sold_in.set(size, fresh)
  return fresh
}
