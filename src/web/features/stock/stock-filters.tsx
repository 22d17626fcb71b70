import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StockStatus } from '../../../domain/stock/status.ts'
import { IconButton } from '../../components/button.tsx'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { countText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import { COLUMNS, type Sort, type SortColumn, type useFigures, type useView } from './use-inventory.ts'

/** Search, status and, for cards, order; `children` are the table's own buttons. */
export function StockFilters({
  view,
  figures,
  isAsCards,
  onSort,
  children,
}: {
  readonly view: ReturnType<typeof useView>
  readonly figures: ReturnType<typeof useFigures>['data']
  readonly isAsCards: boolean
  readonly onSort: (sort: Sort) => void
  readonly children?: ReactNode
}) {
  const filters: readonly { status: StockStatus | undefined; label: string; count?: number | undefined }[] = [
    { status: undefined, label: m.stock.all, count: figures?.total_products },
    { status: 'ok', label: m.stock.status.ok },
    { status: 'low', label: m.stock.status.low, count: figures?.low_stock },
    { status: 'out', label: m.stock.status.out, count: figures?.out_of_stock },
    { status: 'divergent', label: m.stock.status.divergent, count: figures?.divergent },
  ]
  return (
    <div className="flex flex-col gap-3 xl:flex-row xl:items-center">
      <input
        type="search"
        aria-label={m.stock.searchLabel}
        placeholder={m.stock.searchLabel}
        value={view.search}
        onChange={(event) => view.change({ busca: event.target.value })}
        className="h-11 w-full min-w-0 rounded-control border border-line bg-surface px-4 xl:max-w-64"
      />
      <PillRow isOneLine>
        {filters.map(({ status, label, count }) => (
          <FilterPill
            key={label}
            isOn={view.status === status}
            onClick={() => view.change({ situacao: status ?? null })}
          >
            {label}
            {status !== 'ok' && (
              <span className="min-w-[1ch] font-normal">{count !== undefined && countText(count)}</span>
            )}
          </FilterPill>
        ))}
      </PillRow>
      {isAsCards && <Order sort={view.sort} onSort={onSort} />}
      {!isAsCards && <div className="flex gap-2 xl:ml-auto">{children}</div>}
    </div>
  )
}

function Order({ sort, onSort }: { readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp
  return (
    <div className="-my-1 flex items-center gap-1">
      <label className="flex min-w-0 items-center gap-2 text-note text-soft">
        {m.stock.sortLabel}
        <select
          value={sort.column}
          onChange={(event) => onSort({ column: columnOf(event.target.value), isDescending: false })}
          className="h-11 min-w-0 rounded-control bg-transparent text-text font-semibold text-ink"
        >
          {COLUMNS.map((column) => (
            <option key={column} value={column}>
              {m.stock.columns[column]}
            </option>
          ))}
        </select>
      </label>
      <IconButton
        label={m.stock.directionNow(sort.isDescending ? m.stock.sortDesc : m.stock.sortAsc)}
        onClick={() => onSort({ ...sort, isDescending: !sort.isDescending })}
      >
        <Arrow size={18} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

function columnOf(name: string): SortColumn {
  return COLUMNS.find((column) => column === name) ?? 'name'
}
