import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo } from 'react'
import { StatusPill } from '../../components/status-pill.tsx'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { ClosedBoxes, Consumption, Days, OpenBox, Reorder, Total } from './cells.tsx'
import { RowMenu, type StockAction } from './row-menu.tsx'
import type { Sort, SortColumn } from './use-inventory.ts'
import { useRows } from './use-rows.ts'

/** What a list of levels needs, as a table or as cards. */
export type StockListProps = {
  readonly items: readonly InventoryItem[]
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly onMore: () => void
  readonly onAction: (item: InventoryItem, action: StockAction) => void
  readonly onWhy: (item: InventoryItem) => void
  readonly onAlert: (item: InventoryItem) => void
}

const ROW_HEIGHT = 73
const WIDTHS: Readonly<Record<SortColumn, string>> = {
  name: '',
  closed_boxes: 'w-[11%]',
  open_box_units: 'w-[17%]',
  total_bottles: 'w-[7%]',
  consumption_avg_15d: 'w-[12%]',
  days_until_stockout: 'w-[8%]',
  suggested_reorder: 'w-[8%]',
  status: 'w-[12%]',
}

/** The nine columns, each sorted by the server at the press of its name; those that a person hid are left out. */
export function StockTable({
  columns,
  sort,
  onSort,
  ...list
}: StockListProps & {
  readonly columns: readonly SortColumn[]
  readonly sort: Sort
  readonly onSort: (column: SortColumn) => void
}) {
  const { items, hasMore, isLoadingMore, onMore, onAction, onWhy, onAlert } = list
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
            {columns.map((column) => (
              <SortHeader key={column} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col" className={`${HEAD} w-16`}>
              <span className="sr-only">{m.stock.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={before} columns={columns.length + 1} />
          {rows.map(({ index }) => {
            const item = items[index]
            return item === undefined ? null : (
              <StockRow
                key={item.id}
                item={item}
                columns={columns}
                onAction={onAction}
                onWhy={onWhy}
                onAlert={onAlert}
              />
            )
          })}
          <Gap height={after} columns={columns.length + 1} />
        </tbody>
      </table>
    </div>
  )
}

const HEAD =
  'sticky top-0 z-10 h-11 border-line border-b bg-surface px-3 text-note font-semibold text-soft first:rounded-tl-card last:rounded-tr-card first:pl-4'
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
      className={`${HEAD} ${WIDTHS[column]} ${column === 'total_bottles' ? 'text-right' : 'text-left'}`}
    >
      <button
        type="button"
        onClick={() => onSort(column)}
        className={`group relative -mx-1 inline-flex h-9 items-center rounded-[6px] px-1 leading-tight hover:text-ink ${column === 'total_bottles' ? 'text-right' : 'text-left'} ${isSorted ? 'text-ink' : ''}`}
      >
        {m.stock.columns[column]}
        {/* It stands in the gap between two columns and takes no room from the words. */}
        <Arrow
          size={14}
          aria-hidden="true"
          className={`absolute left-full -ml-0.5 ${isSorted ? '' : 'hidden group-hover:block group-focus-visible:block'}`}
        />
      </button>
    </th>
  )
}

/** A row; it is drawn again only when something of its own changes, however often the list does while one scrolls. */
const StockRow = memo(function StockRow({
  item,
  columns,
  onAction,
  onWhy,
  onAlert,
}: Pick<StockListProps, 'onAction' | 'onWhy' | 'onAlert'> & {
  readonly item: InventoryItem
  readonly columns: readonly SortColumn[]
}) {
  const why = () => onWhy(item)
  return (
    <tr className="hover:bg-ground">
      {columns.map((column) =>
        column === 'name' ? (
          <th key={column} scope="row" className={`${CELL} text-left`}>
            <Name item={item} />
          </th>
        ) : (
          <td key={column} className={`${CELL} ${column === 'total_bottles' ? 'text-right' : ''}`}>
            <Cell column={column} item={item} onWhy={why} />
          </td>
        ),
      )}
      <td className={CELL}>
        <RowMenu
          item={item}
          onAction={(action) => onAction(item, action)}
          onWhy={why}
          onAlert={() => onAlert(item)}
        />
      </td>
    </tr>
  )
})

function Name({ item: { product } }: { readonly item: InventoryItem }) {
  return (
    <>
      <span className="line-clamp-2 font-semibold">{product.name}</span>
      <span className="block truncate text-note font-normal text-soft">
        {product.sku}
        {product.box_tracking &&
          product.units_per_box !== null &&
          ` · ${m.stock.boxOf(product.units_per_box)}`}
      </span>
    </>
  )
}

function Cell({
  column,
  item,
  onWhy,
}: {
  readonly column: Exclude<SortColumn, 'name'>
  readonly item: InventoryItem
  readonly onWhy: () => void
}) {
  switch (column) {
    case 'closed_boxes':
      return <ClosedBoxes item={item} />
    case 'open_box_units':
      return <OpenBox item={item} />
    case 'total_bottles':
      return <Total item={item} onWhy={onWhy} />
    case 'consumption_avg_15d':
      return <Consumption item={item} />
    case 'days_until_stockout':
      return <Days item={item} />
    case 'suggested_reorder':
      return <Reorder item={item} />
    case 'status':
      return <StatusPill status={item.status} />
  }
}

function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
