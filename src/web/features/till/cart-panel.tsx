import { Trash2 } from 'lucide-react'
import type { SaleLine } from '../../../domain/stock/sale.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { moneyText } from '../../lib/format.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import type { Cart } from './cart.ts'
import type { CartPlan } from './plan-cart.ts'

/** The sale so far, its total, and the one big button. */
export function CartPanel({
  cart,
  plan,
  items,
  onChange,
  onClear,
  onReceive,
}: {
  readonly cart: Cart
  readonly plan: CartPlan
  readonly items: ReadonlyMap<string, InventoryItem>
  readonly onChange: (line: SaleLine, quantity: number) => void
  readonly onClear: () => void
  readonly onReceive: () => void
}) {
  if (cart.length === 0) {
    return <p className="hidden p-6 text-center text-soft md:block">{m.till.cartEmpty}</p>
  }
  return (
    <section aria-label={m.till.cart} className="flex min-h-0 flex-col">
      <ul className="min-h-0 flex-1 divide-y divide-line overflow-y-auto px-4">
        {cart.map((line, index) => (
          <li key={`${line.product_id} ${line.sold_as}`} className="flex items-center gap-3 py-2.5">
            <LineText line={line} index={index} plan={plan} item={items.get(line.product_id)} />
            <Stepper
              label={m.till.quantityOf(items.get(line.product_id)?.product.name ?? '')}
              value={line.quantity}
              onChange={(quantity) => onChange(line, quantity)}
            />
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-3 p-4 pt-3">
        <div className="min-w-0">
          <p className="text-note text-soft">{m.till.total}</p>
          <p className="text-title font-bold whitespace-nowrap" aria-live="polite">
            {moneyText(plan.total_cents)}
          </p>
          {plan.savings_cents > 0 && (
            <p className="text-note text-good">{m.till.saving(moneyText(plan.savings_cents))}</p>
          )}
        </div>
        <IconButton label={m.till.clear} onClick={onClear}>
          <Trash2 size={20} aria-hidden="true" />
        </IconButton>
        <Button look="main" size="large" className="flex-1" onClick={onReceive}>
          {m.till.receive}
        </Button>
      </div>
    </section>
  )
}

function LineText({
  line,
  index,
  plan,
  item,
}: {
  readonly line: SaleLine
  readonly index: number
  readonly plan: CartPlan
  readonly item: InventoryItem | undefined
}) {
  const priced = plan.lines[index]
  const opened = plan.opened.get(line.product_id) ?? 0
  const after = plan.levels.get(line.product_id)
  const { refusal } = plan
  const isShort =
    refusal !== null && refusal.code === 'INSUFFICIENT_STOCK' && refusal.product_id === line.product_id
  const size = after?.units_per_box ?? null
  const kind = line.sold_as === 'unit' ? '' : ` · ${m.till.kinds[line.sold_as]}`
  return (
    <div className="min-w-0 flex-1">
      <p className="truncate font-semibold">
        {item?.product.name}
        <span className="font-normal text-soft">{kind}</span>
      </p>
      <p className="text-note text-soft">
        {priced?.amount_cents === null || priced === undefined
          ? m.till.noPrice
          : moneyText(priced.amount_cents)}
        {priced !== undefined && priced.saving_cents > 0 && (
          <span className="text-good"> · {m.till.saving(moneyText(priced.saving_cents))}</span>
        )}
      </p>
      {isShort && (
        <p className="text-note font-medium text-warn">{m.till.short(refusal.available, refusal.required)}</p>
      )}
      {!isShort && opened > 0 && after !== undefined && size !== null && (
        <p className="text-note text-soft">{m.till.opens(opened, after.open_box_units, size)}</p>
      )}
    </div>
  )
}
