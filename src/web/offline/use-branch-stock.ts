import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { everyItem } from '../../client/estoqueuni-client.ts'
import type { Level } from '../../domain/stock/level.ts'
import type { SaleRules } from '../../domain/stock/sale-terms.ts'
import { api } from '../lib/api.ts'
import type { InventoryItem } from '../lib/level-of.ts'
import { isOffline } from '../lib/refusal-text.ts'
import { deviceDatabase, type Snapshot } from './device-database.ts'
import { useOutbox } from './outbox.tsx'
import { projectLevels } from './projection.ts'

const PAGE_SIZE = 200

/** What a branch holds as far as this device knows; `isKept` while the server cannot be asked. */
export type BranchStock = Snapshot & { readonly isKept: boolean }

/** The whole stock of a branch, kept on the device for when the network is away, with what was done here taken into account. */
export function useBranchStock(branch_id: string | undefined, rules: SaleRules) {
  const { waiting } = useOutbox()
  const stock = useQuery({
    ...branchStock(String(branch_id)),
    enabled: branch_id !== undefined,
    staleTime: 30_000,
  })
  const items = stock.data?.items
  const levels = useMemo<ReadonlyMap<string, Level>>(
    () => (items === undefined ? new Map() : projectLevels(items, waiting, String(branch_id), rules)),
    [items, waiting, branch_id, rules],
  )
  return { stock, levels }
}

/** The whole stock of a branch as a query; asking for it is what keeps it on the device. */
export function branchStock(branch_id: string) {
  return { queryKey: ['till', branch_id], queryFn: () => readBranch(branch_id) }
}

async function readBranch(branch_id: string): Promise<BranchStock> {
  const database = await deviceDatabase()
  try {
    const snapshot = await askServer(branch_id)
    await database.put('snapshots', snapshot)
    return { ...snapshot, isKept: false }
  } catch (error) {
    const kept = isOffline(error) ? await database.get('snapshots', branch_id) : undefined
    if (kept === undefined) throw error
    return { ...kept, isKept: true }
  }
}

async function askServer(branch_id: string): Promise<Snapshot> {
  let ledger_seq: number | undefined
  const items: InventoryItem[] = []
  const pages = everyItem(async (cursor) => {
    const page = await api.inventory.list({ branch_id, limit: PAGE_SIZE, cursor })
    // The first page is the oldest: what came later is asked for again, never missed.
    ledger_seq ??= page.ledger_seq
    return page
  })
  for await (const item of pages) if (item.product.is_active) items.push(item)
  return { branch_id, items, ledger_seq: ledger_seq ?? 0, taken_at: new Date().toISOString() }
}

/** What a written movement says of a level. */
type WrittenLevel = {
  readonly product_id: string
  readonly seq: number
  readonly closed_boxes_after: number
  readonly open_box_after: number
  readonly open_bottle_after: number
}

/** Shows at once what the server has just written, and keeps it for when the network is away, without asking for everything again. */
export async function showWritten(
  client: QueryClient,
  branch_id: string,
  movements: readonly WrittenLevel[],
): Promise<void> {
  const last = new Map(movements.map((movement) => [movement.product_id, movement]))
  const stock = client.setQueryData<BranchStock>(['till', branch_id], (before) =>
    before === undefined
      ? before
      : { ...before, items: before.items.map((item) => written(item, last.get(item.product_id))) },
  )
  if (stock === undefined) return
  const { isKept: _isKept, ...snapshot } = stock
  await (await deviceDatabase()).put('snapshots', snapshot)
}

function written(item: InventoryItem, movement: WrittenLevel | undefined): InventoryItem {
  if (movement === undefined || movement.seq <= item.last_seq) return item
  return {
    ...item,
    last_seq: movement.seq,
    closed_boxes: movement.closed_boxes_after,
    open_box_units: movement.open_box_after,
    open_bottle_doses: movement.open_bottle_after,
  }
}
