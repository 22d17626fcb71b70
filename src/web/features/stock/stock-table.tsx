import { ArrowDown, ArrowUp } from 'lucide-react'
import { StatusPill } from '../../components/status-pill.tsx'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { ClosedBoxes, Consumption, Days, OpenBox, Reorder, Total } from './cells.tsx'
import { RowMenu, type StockAction } from './row-menu.tsx'
import { COLUMNS, type Sort, type SortColumn } from './use-inventory.ts'
import { useRows } from './use-rows.ts'

/** What a list of levels needs, as a table or as cards. */
export type StockListProps = {
  readonly items: readonly InventoryItem[]
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly onMore: () => void
  readonly onAction: (item: InventoryItem, action: StockAction) => void
  readonly onWhy: (item: InventoryItem) => void
}

const ROW_HEIGHT = 73
const WIDTHS: Readonly<Record<SortColumn, string>> = {
  name: '',
  closed_boxes: 'w-[12%]',
  open_box_units: 'w-[18%]',
  total_bottles: 'w-[8%]',
  consumption_avg_15d: 'w-[12%]',
  days_until_stockout: 'w-[9%]',
  suggested_reorder: 'w-[9%]',
  status: 'w-[12%]',
}

/** The nine columns, each sorted by the server at the press of its name. */
export function StockTable({
  sort,
  onSort,
  ...list
}: StockListProps & { readonly sort: Sort; readonly onSort: (column: SortColumn) => void }) {
  const { items, hasMore, isLoadingMore, onMore } = list
  const { top, rows, before, after } = useRows({
    count: items.length,
    estimate: ROW_HEIGHT,
    hasMore,
    isLoading: isLoadingMore,
    onMore,
  })
  return (
    <div ref={top} className="rounded-card border border-line bg-surface">
      <table className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">
          {m.stock.title}.{' '}
          {m.stock.sortedBy(
            m.stock.columns[sort.column],
            sort.isDescending ? m.stock.sortDesc : m.stock.sortAsc,
          )}
        </caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <SortHeader key={column} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col" className={`${HEAD} w-16`}>
              <span className="sr-only">{m.stock.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={before} />
          {rows.map(({ index }) => {
            const item = items[index]
            return item === undefined ? null : <StockRow key={item.id} item={item} {...list} />
          })}
          <Gap height={after} />
        </tbody>
      </table>
    </div>
  )
}

const HEAD =
  'sticky top-0 z-10 h-11 border-line border-b bg-surface px-3 text-left text-note font-semibold text-soft first:rounded-tl-card last:rounded-tr-card first:pl-4'
const CELL = 'h-[73px] border-line border-b px-3 first:pl-4'

function SortHeader({
  column,
  sort,
  onSort,
}: {
  readonly column: SortColumn
  readonly sort: Sort
  readonly onSort: (column: SortColumn) => void
}) {
  const isSorted = sort.column === column
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
      className={`${HEAD} ${WIDTHS[column]}`}
    >
      <button
        type="button"
        onClick={() => onSort(column)}
        className={`group -mx-1 inline-flex h-9 max-w-full items-center gap-1 rounded-[6px] px-1 whitespace-nowrap hover:text-ink ${isSorted ? 'text-ink' : ''}`}
      >
        <span className="truncate">{m.stock.columns[column]}</span>
        <Arrow
          size={14}
          aria-hidden="true"
          className={`shrink-0 ${isSorted ? '' : 'hidden group-hover:block group-focus-visible:block'}`}
        />
      </button>
    </th>
  )
}

function StockRow({
  item,
  onAction,
  onWhy,
}: Pick<StockListProps, 'onAction' | 'onWhy'> & { readonly item: InventoryItem }) {
  const { product } = item
  return (
    <tr className="hover:bg-ground">
      <th scope="row" className={`${CELL} text-left`}>
        <span className="line-clamp-2 font-semibold">{product.name}</span>
        <span className="block truncate text-note font-normal text-soft">
          {product.sku}
          {product.box_tracking &&
            product.units_per_box !== null &&
            ` · ${m.stock.boxOf(product.units_per_box)}`}
        </span>
      </th>
      <td className={CELL}>
        <ClosedBoxes item={item} />
      </td>
      <td className={CELL}>
        <OpenBox item={item} />
      </td>
      <td className={CELL}>
        <Total item={item} onWhy={() => onWhy(item)} />
      </td>
      <td className={CELL}>
        <Consumption item={item} />
      </td>
      <td className={CELL}>
        <Days item={item} />
      </td>
      <td className={CELL}>
        <Reorder item={item} />
      </td>
      <td className={CELL}>
        <StatusPill status={item.status} />
      </td>
      <td className={CELL}>
        <RowMenu item={item} onAction={(action) => onAction(item, action)} onWhy={() => onWhy(item)} />
      </td>
    </tr>
  )
}

function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td colSpan={COLUMNS.length + 1} style={{ height }} />
    </tr>
  )
}
