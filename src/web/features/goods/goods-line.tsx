import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../components/button.tsx'
import { Stepper } from '../../components/stepper.tsx'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'

/** How much of one product comes or goes, in sealed boxes and loose units. */
export type GoodsLine = { readonly item: InventoryItem; readonly boxes: number; readonly units: number }

/** One line of a purchase or a transfer. */
export function GoodsLineFields({
  line,
  onChange,
  onRemove,
  children,
}: {
  readonly line: GoodsLine
  readonly onChange: (changes: { boxes?: number; units?: number }) => void
  readonly onRemove: () => void
  readonly children?: ReactNode
}) {
  const { product } = line.item
  const texts = m.catalog.purchases
  const fields = product.box_tracking ? (['boxes', 'units'] as const) : (['units'] as const)
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-semibold">{product.name}</h3>
          <p className="text-note text-soft">
            {product.sku}
            {product.box_tracking &&
              product.units_per_box !== null &&
              ` · ${m.stock.boxOf(product.units_per_box)}`}
          </p>
        </div>
        <IconButton label={`${texts.remove}: ${product.name}`} onClick={onRemove}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      {fields.map((name) => (
        <div key={name} className="flex items-center justify-between gap-3">
          <span aria-hidden="true">{texts[name]}</span>
          <Stepper
            label={`${texts[name]}: ${product.name}`}
            value={line[name]}
            onChange={(value) => onChange({ [name]: value })}
          />
        </div>
      ))}
      {children}
    </li>
  )
}

/** A new line of a product: one box of what comes in boxes, else one unit. */
export function newLine(item: InventoryItem): GoodsLine {
  return item.product.box_tracking ? { item, boxes: 1, units: 0 } : { item, boxes: 0, units: 1 }
}
