import { memo } from 'react'
import { type Level, quantityOnHand } from '../../../domain/stock/level.ts'
import type { SoldAs } from '../../../domain/stock/sale.ts'
import { StockGlyph } from '../../components/glyphs/stock-glyph.tsx'
import { shortStockText } from '../../components/glyphs/stock-text.ts'
import { moneyText } from '../../lib/format.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/**
 * One product at the till: its price, its drawn stock, and one tap for each way it is sold. It is drawn again only when something of
 * its own changes, however often the sale and the search do.
 */
export const ProductCard = memo(function ProductCard({
  item,
  level,
  inCart,
  onAdd,
}: {
  readonly item: InventoryItem
  readonly level: Level
  readonly inCart: number
  readonly onAdd: (item: InventoryItem, sold_as: SoldAs) => void
}) {
  const { product } = item
  const { settings } = useSession()
  const isOut = quantityOnHand(level) <= 0
  const ways = waysOf(item, settings.muntu_label)
  const price = product.dose_enabled ? product.dose_price_cents : product.unit_price_cents
  return (
    <li className="relative">
      <article className="flex h-full flex-col rounded-card border border-line bg-surface">
        <button
          type="button"
          onClick={() => onAdd(item, ways[0]?.as ?? 'unit')}
          className="flex flex-1 flex-col items-start gap-1 rounded-card p-3 pb-1 text-left active:bg-sunken"
        >
          <span className="sr-only">{m.till.addAs(product.name, ways[0]?.spoken ?? '')}</span>
          <span className={`line-clamp-2 text-lead leading-tight font-semibold ${isOut ? 'text-soft' : ''}`}>
            {product.name}
          </span>
          <span className="font-semibold">{priceText(price, product.dose_enabled)}</span>
          <span className={`mt-auto flex flex-col items-start gap-1 pt-1 ${isOut ? 'opacity-60' : ''}`}>
            <StockGlyph level={level} className="h-7" />
          </span>
          <span className="text-note text-soft">{isOut ? m.stock.status.out : shortStockText(level)}</span>
        </button>
        <div className="flex flex-wrap gap-1.5 p-2 pt-1">
          {ways.map((way) => (
            <button
              key={way.as}
              type="button"
              onClick={() => onAdd(item, way.as)}
              className="h-12 min-w-14 flex-1 rounded-control bg-accent-tint px-2 text-text font-semibold text-accent active:opacity-70"
            >
              {way.label}
              <span className="sr-only">. {m.till.addAs(product.name, way.spoken)}</span>
            </button>
          ))}
        </div>
      </article>
      {inCart > 0 && (
        <span className="absolute -top-2 -right-1 grid h-7 min-w-7 place-items-center rounded-pill bg-accent px-1.5 text-text font-bold text-on-accent">
          <span className="sr-only">{m.till.inCart(inCart)}</span>
          <span aria-hidden="true">{inCart}</span>
        </span>
      )}
    </li>
  )
})

function priceText(price: number | null, isDose: boolean): string {
  if (price === null) return m.till.noPrice
  return isDose ? m.till.perDose(moneyText(price)) : moneyText(price)
}

type Way = { readonly as: SoldAs; readonly label: string; readonly spoken: string }

/** The ways in which a product is sold, the usual one first. */
function waysOf({ product }: InventoryItem, muntuLabel: string): readonly Way[] {
  const { sell, kinds } = m.till
  const ways: Way[] = []
  if (product.dose_enabled) ways.push({ as: 'dose', label: sell.dose, spoken: kinds.dose })
  ways.push(
    product.dose_enabled
      ? { as: 'unit', label: sell.bottle, spoken: kinds.bottle }
      : { as: 'unit', label: sell.unit, spoken: kinds.unit },
  )
  if (product.box_tracking) ways.push({ as: 'box', label: sell.box, spoken: kinds.box })
  if (product.muntu_enabled && product.muntu_quantity !== null && product.muntu_price_cents !== null) {
    const label = sell.muntu(muntuLabel.replace(/\s*\(.*\)/, ''), product.muntu_quantity)
    ways.push({ as: 'muntu', label, spoken: label })
  }
  return ways
}
