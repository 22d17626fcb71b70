import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import type { INVENTORY_SORTS } from '../../../contract/inventory.ts'
import type { StockStatus } from '../../../domain/stock/status.ts'
import { api } from '../../lib/api.ts'

/** A column that the server can sort by, as the table has them. */
export type SortColumn = Extract<
  (typeof INVENTORY_SORTS)[number],
  | 'name'
  | 'closed_boxes'
  | 'open_box_units'
  | 'total_bottles'
  | 'consumption_avg_15d'
  | 'days_until_stockout'
  | 'suggested_reorder'
  | 'status'
>
/** How the table is sorted. */
export type Sort = { readonly column: SortColumn; readonly isDescending: boolean }

/** What part of the stock is shown, and in which order. */
export type StockView = {
  readonly search: string
  readonly status: StockStatus | undefined
  readonly sort: Sort
}

/** The columns of the table, in their order. */
export const COLUMNS: readonly SortColumn[] = [
  'name',
  'closed_boxes',
  'open_box_units',
  'total_bottles',
  'consumption_avg_15d',
  'days_until_stockout',
  'suggested_reorder',
  'status',
]
const STATUSES: readonly StockStatus[] = ['ok', 'low', 'out', 'divergent']
/** The first page fills the screen and little more: it is what one waits for. */
const FIRST_PAGE_SIZE = 40
const PAGE_SIZE = 100

/** What the table shows, kept in the address so that it can be sent, marked and gone back to. */
export function useView() {
  const [params, setParams] = useSearchParams()
  const given = params.get('ordem') ?? 'name'
  const column = COLUMNS.find((name) => name === given.replace(/^-/, '')) ?? 'name'
  const status = STATUSES.find((name) => name === params.get('situacao'))
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === '') next.delete(name)
            else next.set(name, value)
          }
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  return {
    search: params.get('busca') ?? '',
    status,
    sort: { column, isDescending: given.startsWith('-') } satisfies Sort,
    why: params.get('porque'),
    change,
  }
}

/** The same levels to be read by hand. */
export function inventoryPages(
  branch_id: string | undefined,
  { search, status, sort: { column, isDescending } }: StockView,
) {
  const sort = `${isDescending ? '-' : ''}${column}` as const
  return {
    queryKey: ['inventory', 'list', branch_id, search, status, sort],
    page: (cursor: string | undefined, limit = cursor === undefined ? FIRST_PAGE_SIZE : PAGE_SIZE) =>
      api.inventory.list({
        branch_id,
        sort,
        status,
        search: search === '' ? undefined : search,
        limit,
        cursor,
      }),
  }
}

/** The levels of a branch as the view asks for them, page after page. */
export function useInventory(branch_id: string | undefined, view: StockView) {
  const { queryKey, page } = inventoryPages(branch_id, view)
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: branch_id !== undefined,
    placeholderData: (before) => before,
  })
}

/** The six numbers above the table. */
export function useFigures(branch_id: string | undefined) {
  return useQuery({
    queryKey: ['dashboard', branch_id],
    queryFn: () => api.inventory.dashboard({ branch_id }),
    enabled: branch_id !== undefined,
  })
}
