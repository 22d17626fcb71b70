import type { ReactNode } from 'react'
import type { Column } from '../../components/data-table.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { StatusPill } from '../../components/status-pill.tsx'
import { dateText } from '../../lib/dates.ts'
import { countText } from '../../lib/format.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ClosedBoxes, Consumption, Days, OpenBox, Reorder } from './cells.tsx'
import { inventoryPages, type SortColumn, type StockView } from './use-inventory.ts'
import type { KeptInventory } from './use-kept-inventory.ts'

/** Prints the stock as the view has it, in the columns that are shown; without network what this device kept of it. */
export function StockPrint({
  view,
  columns,
  kept,
}: {
  readonly view: StockView
  readonly columns: readonly SortColumn[]
  readonly kept: KeptInventory | null
}) {
  const { branch } = useSession()
  const { search, status, sort } = view
  const texts = m.stock
  return (
    <PrintButton<InventoryItem>
      title={texts.title}
      about={branch?.name}
      filters={() => [
        [m.print.search, search],
        [texts.columns.status, status && texts.status[status]],
        [
          texts.sortLabel,
          `${texts.columns[sort.column]}, ${sort.isDescending ? texts.sortDesc : texts.sortAsc}`,
        ],
      ]}
      note={kept === null ? undefined : texts.keptList(dateText(kept.taken_at, new Date()))}
      columns={columns.map(printedColumn)}
      keyOf={(row) => row.id}
      source={kept === null ? inventoryPages(branch?.id, view) : { rows: kept.items }}
    />
  )
}

const CELLS: Readonly<Record<SortColumn, (item: InventoryItem) => ReactNode>> = {
  name: Name,
  closed_boxes: (item) => <ClosedBoxes item={item} />,
  open_box_units: (item) => <OpenBox item={item} />,
  total_bottles: (item) => <strong>{countText(item.total_bottles)}</strong>,
  consumption_avg_15d: (item) => <Consumption item={item} />,
  days_until_stockout: (item) => <Days item={item} />,
  suggested_reorder: (item) => <Reorder item={item} />,
  status: (item) => <StatusPill status={item.status} />,
}

function printedColumn(column: SortColumn): Column<InventoryItem> {
  return { name: m.stock.columns[column], isNumber: column === 'total_bottles', cell: CELLS[column] }
}

function Name({ product }: InventoryItem) {
  return (
    <>
      <strong>{product.name}</strong>
      <br />
      {product.sku}
    </>
  )
}
