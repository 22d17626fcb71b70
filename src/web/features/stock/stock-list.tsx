import { PackageSearch } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { FigureGrid } from '../../components/figure-grid.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { dateText } from '../../lib/dates.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { stockFigures } from '../../lib/stock-figures.ts'
import { useIsNarrow, useIsPhone } from '../../lib/use-media.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import type { StockAction } from './row-menu.tsx'
import { StockCards } from './stock-cards.tsx'
import { StockFilters } from './stock-filters.tsx'
import { StockPrint } from './stock-print.tsx'
import { StockTable } from './stock-table.tsx'
import { useColumns } from './use-columns.ts'
import { type Sort, type SortColumn, useFigures, useInventory, useView } from './use-inventory.ts'
import { useKeptInventory } from './use-kept-inventory.ts'

// The list is read far more often than acted upon: its dialogs come when they are first opened, and the menu of columns after the rest.
const ActionSheet = lazy(async () => ({ default: (await import('./action-sheet.tsx')).ActionSheet }))
const AlertSheet = lazy(async () => ({ default: (await import('./alert-sheet.tsx')).AlertSheet }))
const ColumnMenu = lazy(async () => ({ default: (await import('./column-menu.tsx')).ColumnMenu }))
const WhyPanel = lazy(async () => ({ default: (await import('./why-panel.tsx')).WhyPanel }))

/** Estoque detalhado: figures, filters, and every level as a table or cards. `emptyAction` fills an empty stock. */
export function StockList({ emptyAction }: { readonly emptyAction: ReactNode }) {
  const { branch } = useSession()
  const isPhone = useIsPhone()
  const isNarrow = useIsNarrow()
  const view = useView()
  const figures = useFigures(branch?.id)
  const inventory = useInventory(branch?.id, view)
  const [doing, setDoing] = useState<{ item: InventoryItem; action: StockAction } | null>(null)
  const [alerting, setAlerting] = useState<InventoryItem | null>(null)
  const kept = useKeptInventory(inventory, view)
  const pages = inventory.data?.pages
  const read = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  const items = kept?.items ?? read
  // The first rows are drawn in small pieces, so that an old phone hears a tap between them.
  const isDrawn = useDeferredValue(items.length > 0)
  const { fetchNextPage } = inventory
  const { change } = view
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const list = {
    items,
    hasMore: kept === null && inventory.hasNextPage,
    isLoadingMore: inventory.isFetchingNextPage,
    onMore: more,
    onAction: useCallback((item: InventoryItem, action: StockAction) => setDoing({ item, action }), []),
    onAlert: setAlerting,
    onWhy: useCallback((item: InventoryItem) => change({ porque: item.product_id }), [change]),
  }
  const sort = ({ column, isDescending }: Sort) =>
    view.change({ ordem: `${isDescending ? '-' : ''}${column}` })
  const sortBy = (column: SortColumn) =>
    sort({ column, isDescending: view.sort.column === column && !view.sort.isDescending })
  const { columns, toggle } = useColumns()
  return (
    <>
      <StockPrint view={view} columns={columns} kept={kept} />
      {!isPhone && <FigureGrid figures={stockFigures(figures.data, figures.isError)} />}
      <StockFilters view={view} figures={figures.data} isAsCards={isNarrow} onSort={sort}>
        <Suspense fallback={<Button disabled>{m.stock.columnsButton}</Button>}>
          <ColumnMenu shown={columns} onToggle={toggle} />
        </Suspense>
      </StockFilters>
      {(inventory.isPending || (items.length > 0 && !isDrawn)) && (
        <SkeletonRows rows={9} className={isNarrow ? 'h-[146px]' : 'h-[73px]'} />
      )}
      {kept !== null && (
        <p role="status" className="text-note text-warn">
          {m.stock.keptList(dateText(kept.taken_at, new Date()))}
        </p>
      )}
      {inventory.isError && kept === null && items.length === 0 && (
        <Failure error={inventory.error} onRetry={() => void inventory.refetch()} />
      )}
      {(inventory.isSuccess || kept !== null) && items.length === 0 && (
        <Nothing view={view} emptyAction={emptyAction} />
      )}
      {items.length > 0 &&
        isDrawn &&
        (isNarrow ? (
          <StockCards {...list} />
        ) : (
          <StockTable {...list} columns={columns} sort={view.sort} onSort={sortBy} />
        ))}
      <Suspense>
        {doing !== null && (
          <ActionSheet item={doing.item} action={doing.action} onClose={() => setDoing(null)} />
        )}
        {alerting !== null && <AlertSheet item={alerting} onClose={() => setAlerting(null)} />}
        {view.why !== null && branch !== undefined && (
          <WhyPanel
            product_id={view.why}
            branch_id={branch.id}
            onClose={() => view.change({ porque: null })}
          />
        )}
      </Suspense>
    </>
  )
}

type View = ReturnType<typeof useView>

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
