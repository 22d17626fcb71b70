import { PackageSearch } from 'lucide-react'
import { type ReactNode, useCallback, useState } from 'react'
import type { StockStatus } from '../../../domain/stock/status.ts'
import { Button } from '../../components/button.tsx'
import { FilterPill } from '../../components/page.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { countText } from '../../lib/format.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { useIsPhone } from '../../lib/use-media.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ActionSheet } from './action-sheet.tsx'
import { Figures } from './figures.tsx'
import type { StockAction } from './row-menu.tsx'
import { StockCards } from './stock-cards.tsx'
import { StockTable } from './stock-table.tsx'
import { COLUMNS, type SortColumn, useFigures, useInventory, useView } from './use-inventory.ts'
import { WhyPanel } from './why-panel.tsx'

/** Estoque detalhado: figures, filters, and every level as a table or cards. `emptyAction` fills an empty stock. */
export function StockList({ emptyAction }: { readonly emptyAction: ReactNode }) {
  const { branch } = useSession()
  const isPhone = useIsPhone()
  const view = useView()
  const figures = useFigures(branch?.id)
  const inventory = useInventory(branch?.id, view)
  const [doing, setDoing] = useState<{ item: InventoryItem; action: StockAction } | null>(null)
  const items = inventory.data?.pages.flatMap((page) => page.items) ?? []
  const { fetchNextPage } = inventory
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const list = {
    items,
    hasMore: inventory.hasNextPage,
    isLoadingMore: inventory.isFetchingNextPage,
    onMore: more,
    onAction: (item: InventoryItem, action: StockAction) => setDoing({ item, action }),
    onWhy: (item: InventoryItem) => view.change({ porque: item.product_id }),
  }
  const sort = (column: SortColumn) => {
    const isSame = view.sort.column === column
    view.change({ ordem: `${isSame && !view.sort.isDescending ? '-' : ''}${column}` })
  }
  return (
    <>
      {!isPhone && <Figures figures={figures.data} />}
      <Filters view={view} figures={figures.data} isPhone={isPhone} onSort={sort} />
      {inventory.isPending && <SkeletonRows rows={9} className={isPhone ? 'h-[146px]' : 'h-[73px]'} />}
      {inventory.isError && items.length === 0 && (
        <Failure error={inventory.error} onRetry={() => void inventory.refetch()} />
      )}
      {inventory.isSuccess && items.length === 0 && <Nothing view={view} emptyAction={emptyAction} />}
      {items.length > 0 &&
        (isPhone ? <StockCards {...list} /> : <StockTable {...list} sort={view.sort} onSort={sort} />)}
      {doing !== null && (
        <ActionSheet item={doing.item} action={doing.action} onClose={() => setDoing(null)} />
      )}
      {view.why !== null && branch !== undefined && (
        <WhyPanel product_id={view.why} branch_id={branch.id} onClose={() => view.change({ porque: null })} />
      )}
    </>
  )
}

type View = ReturnType<typeof useView>

function Filters({
  view,
  figures,
  isPhone,
  onSort,
}: {
  readonly view: View
  readonly figures: ReturnType<typeof useFigures>['data']
  readonly isPhone: boolean
  readonly onSort: (column: SortColumn) => void
}) {
  const filters: readonly { status: StockStatus | undefined; label: string; count: number | undefined }[] = [
    { status: undefined, label: m.stock.all, count: figures?.total_products },
    { status: 'low', label: m.stock.status.low, count: figures?.low_stock },
    { status: 'out', label: m.stock.status.out, count: figures?.out_of_stock },
    { status: 'divergent', label: m.stock.status.divergent, count: figures?.divergent },
  ]
  return (
    <div className="flex flex-col gap-3 lg:flex-row lg:items-center">
      <input
        type="search"
        aria-label={m.stock.searchLabel}
        placeholder={m.stock.searchLabel}
        value={view.search}
        onChange={(event) => view.change({ busca: event.target.value })}
        className="h-11 w-full min-w-0 rounded-control border border-line bg-surface px-4 lg:max-w-xs"
      />
      <div className="-mx-4 flex gap-2 overflow-x-auto px-4 py-0.5 lg:mx-0 lg:px-0">
        {filters.map(({ status, label, count }) => (
          <FilterPill
            key={label}
            isOn={view.status === status}
            onClick={() => view.change({ situacao: status ?? null })}
          >
            {label}
            {count !== undefined && <span className="font-normal">{countText(count)}</span>}
          </FilterPill>
        ))}
      </div>
      {isPhone && (
        <label className="flex items-center gap-2 text-note text-soft">
          {m.stock.sortLabel}
          <select
            value={view.sort.column}
            onChange={(event) => {
              const column = COLUMNS.find((name) => name === event.target.value)
              if (column !== undefined) onSort(column)
            }}
            className="h-11 min-w-0 rounded-control bg-transparent font-semibold text-ink"
          >
            {COLUMNS.map((column) => (
              <option key={column} value={column}>
                {m.stock.columns[column]}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}

function Nothing({ view, emptyAction }: { readonly view: View; readonly emptyAction: ReactNode }) {
  const icon = <PackageSearch size={36} className="text-soft" aria-hidden="true" />
  if (view.search === '' && view.status === undefined) {
    return (
      <Empty icon={icon} title={m.stock.emptyTitle} action={emptyAction}>
        {m.stock.emptyText}
      </Empty>
    )
  }
  return (
    <Empty
      icon={icon}
      title={m.stock.nothingTitle}
      action={
        <Button onClick={() => view.change({ busca: null, situacao: null })}>{m.stock.clearFilters}</Button>
      }
    >
      {m.stock.nothingText}
    </Empty>
  )
}
