import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { InventoryItem } from '../../lib/level-of.ts'
import { isOffline } from '../../lib/refusal-text.ts'
import { useCalm } from '../../lib/use-calm.ts'
import { branchStock, useBranchStock } from '../../offline/use-branch-stock.ts'
import { useSession } from '../../session/session.tsx'
import { keptList } from './kept-list.ts'
import type { StockView, useInventory } from './use-inventory.ts'

/** Often enough for a loss behind the bar, seldom enough for a branch of ten thousand products. */
const KEEP_MS = 10 * 60_000

/** A list that this device gives by itself, and when it last heard the server. */
export type KeptInventory = { readonly items: readonly InventoryItem[]; readonly taken_at: string }

/**
 * What stands in for the list while the server cannot be asked: losses, breakages and counts go on. Null while the server answers, or
 * when nothing of this branch was kept. Keeps the branch on the device for those who may register them.
 */
export function useKeptInventory(
  inventory: ReturnType<typeof useInventory>,
  view: StockView,
): KeptInventory | null {
  const { branch, settings, can } = useSession()
  const client = useQueryClient()
  const isAway = inventory.isError && isOffline(inventory.error)
  const { stock, levels } = useBranchStock(isAway ? branch?.id : undefined, settings)
  const isUseful = useCalm() && inventory.isSuccess && can('stock.loss')
  useEffect(() => {
    if (isUseful && branch !== undefined) {
      void client.prefetchQuery({ ...branchStock(branch.id), staleTime: KEEP_MS })
    }
  }, [client, branch, isUseful])
  if (!isAway || stock.data === undefined) return null
  return { items: keptList(stock.data.items, levels, view), taken_at: stock.data.taken_at }
}
