import { bottlesOnHand, type Level, quantityOnHand } from '../../../domain/stock/level.ts'
import { type StockStatus, stockStatus } from '../../../domain/stock/status.ts'
import { lazily } from '../../lib/lazily.ts'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { productSearch } from '../../lib/product-search.ts'
import { locale } from '../../messages/messages.ts'
import type { Sort } from './use-inventory.ts'

type Asked = { readonly search: string; readonly status: StockStatus | undefined; readonly sort: Sort }

/**
 * The list as this device can give it without the server: what was last read, with what was done here since (`levels`), narrowed and
 * sorted as asked. Averages and days of cover are those of the last reading.
 */
export function keptList(
  items: readonly InventoryItem[],
  levels: ReadonlyMap<string, Level>,
  { search, status, sort }: Asked,
): InventoryItem[] {
  return items
    .map((item) => withLevel(item, levels.get(item.product_id) ?? levelOf(item)))
    .filter((item) => status === undefined || item.status === status)
    .filter(productSearch(search))
    .toSorted((one, other) => compared(one, other, sort) || byName(one, other))
}

function withLevel(item: InventoryItem, level: Level): InventoryItem {
  return {
    ...item,
    closed_boxes: level.closed_boxes,
    open_box_units: level.open_box_units,
    open_bottle_doses: level.open_bottle_doses,
    qty_units: quantityOnHand(level),
    total_bottles: bottlesOnHand(level),
    status: stockStatus(level, item.low_stock_alert),
  }
}

const alphabet = lazily(() => new Intl.Collator(locale))

const STATUSES: readonly StockStatus[] = ['divergent', 'out', 'low', 'ok']

function compared(one: InventoryItem, other: InventoryItem, { column, isDescending }: Sort): number {
  const sign = isDescending ? -1 : 1
  if (column === 'name') return sign * byName(one, other)
  if (column === 'status') return sign * (STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status))
  const [first, second] = [one[column], other[column]]
  // What never ends comes last in both directions, as in the server's list.
  if (first === null || second === null) return Number(first === null) - Number(second === null)
  return sign * (first - second)
}

function byName(one: InventoryItem, other: InventoryItem): number {
  return alphabet().compare(one.product.name, other.product.name)
}
