import { memo } from 'react'
import { StockGlyph } from '../../components/glyphs/stock-glyph.tsx'
import { shortStockText } from '../../components/glyphs/stock-text.ts'
import { StatusPill } from '../../components/status-pill.tsx'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { Days, Reorder, Total } from './cells.tsx'
import { RowMenu } from './row-menu.tsx'
import type { StockListProps } from './stock-table.tsx'
import { useRows } from './use-rows.ts'

const CARD_HEIGHT = 158

/** The same levels on a phone: one card each, its drawing in the middle, its actions one tap away. */
export function StockCards(list: StockListProps) {
  const { items, hasMore, isLoadingMore, onMore, onAction, onWhy, onAlert } = list
  const { top, rows, before, after } = useRows({
    count: items.length,
    estimate: CARD_HEIGHT,
    hasMore,
    isLoading: isLoadingMore,
    onMore,
  })
  return (
    <div ref={top}>
      <ul style={{ paddingTop: Math.max(0, before), paddingBottom: Math.max(0, after) }}>
        {rows.map(({ index }) => {
          const item = items[index]
          return item === undefined ? null : (
            <StockCard key={item.id} item={item} onAction={onAction} onWhy={onWhy} onAlert={onAlert} />
          )
        })}
      </ul>
    </div>
  )
}

/** A card; it is drawn again only when something of its own changes. */
const StockCard = memo(function StockCard({
  item,
  onAction,
  onWhy,
  onAlert,
}: Pick<StockListProps, 'onAction' | 'onWhy' | 'onAlert'> & { readonly item: InventoryItem }) {
  const level = levelOf(item)
  return (
    <li className="h-[158px] pb-3">
      <article className="flex h-full flex-col justify-between rounded-card border border-line bg-surface p-3 pl-4">
        <header className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <h2 className="truncate text-lead font-semibold">{item.product.name}</h2>
            <p className="truncate text-note text-soft">{item.product.sku}</p>
          </div>
          <div className="-mt-1 -mr-1 flex items-center">
            <StatusPill status={item.status} />
            <RowMenu
              item={item}
              onAction={(action) => onAction(item, action)}
              onWhy={() => onWhy(item)}
              onAlert={() => onAlert(item)}
            />
          </div>
        </header>
        <div className="flex items-end gap-3">
          <StockGlyph level={level} className="h-8" />
          <span className="min-w-0 flex-1 truncate text-text text-soft">{shortStockText(level)}</span>
          <Total item={item} onWhy={() => onWhy(item)} />
        </div>
        <dl className="flex gap-6 text-note">
          <div className="flex items-baseline gap-1.5">
            <dt className="text-soft">{m.stock.columns.days_until_stockout}</dt>
            <dd>
              <Days item={item} />
            </dd>
          </div>
          <div className="flex items-baseline gap-1.5">
            <dt className="text-soft">{m.stock.columns.suggested_reorder}</dt>
            <dd className="[&>span]:flex-row [&>span]:items-baseline [&>span]:gap-1">
              <Reorder item={item} />
            </dd>
          </div>
        </dl>
      </article>
    </li>
  )
})
