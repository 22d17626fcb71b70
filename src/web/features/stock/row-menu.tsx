import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { MENU_BUTTON } from '../../components/button.tsx'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'

const RowActions = lazy(async () => ({ default: (await import('./row-actions.tsx')).RowActions }))

/** What can be done to a level. */
export type StockAction = 'adjust' | 'loss' | 'breakage' | 'open_box' | 'count' | 'transfer'

/** The actions of one row, one tap away. A list has many rows and few are acted upon: each has only a button until it is pressed. */
export function RowMenu(props: {
  readonly item: InventoryItem
  readonly onAction: (action: StockAction) => void
  readonly onWhy: () => void
  readonly onAlert: () => void
}) {
  const [isUsed, setUsed] = useState(false)
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={m.stock.actionsOf(props.item.product.name)}
      className={MENU_BUTTON}
      onClick={() => setUsed(true)}
    >
      <Ellipsis size={20} aria-hidden="true" />
    </button>
  )
  if (!isUsed) return button
  return (
    <Suspense fallback={button}>
      <RowActions {...props} />
    </Suspense>
  )
}
