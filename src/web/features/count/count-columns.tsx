import { emptyLevel, type Level } from '../../../domain/stock/level.ts'
import type { Column } from '../../components/data-table.tsx'
import { shortStockText } from '../../components/glyphs/stock-text.ts'
import { countText } from '../../lib/format.ts'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import type { CountDraft } from '../../offline/device-database.ts'

/**
 * The shelf as columns of a sheet of paper, with room to write what is not counted yet; a dash where there is nothing of the kind. Blind,
 * the books stay hidden.
 */
export function countColumns(
  { lines, is_blind }: CountDraft,
  levels: ReadonlyMap<string, Level>,
): readonly Column<InventoryItem>[] {
  const level = (row: InventoryItem) => levels.get(row.product_id) ?? emptyLevel(levelOf(row))
  const seen = (count: number | null | undefined) => (typeof count === 'number' ? countText(count) : '')
  return [
    { name: m.stock.columns.name, cell: (row) => row.product.name },
    { name: m.catalog.columns.sku, cell: (row) => <code>{row.product.sku}</code> },
    ...(is_blind
      ? []
      : [{ name: m.count.columns.expected, cell: (row: InventoryItem) => shortStockText(level(row)) }]),
    {
      name: m.stock.countedBoxes,
      isNumber: true,
      cell: (row) => (level(row).units_per_box === null ? '—' : seen(lines[row.product_id]?.closed_boxes)),
    },
    {
      name: m.stock.countedLoose,
      isNumber: true,
      cell: (row) => seen(lines[row.product_id]?.open_box_units),
    },
    {
      name: m.stock.countedDoses,
      isNumber: true,
      cell: (row) =>
        level(row).doses_per_bottle === null ? '—' : seen(lines[row.product_id]?.open_bottle_doses),
    },
  ]
}
