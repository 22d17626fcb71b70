import { Ellipsis } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { Permission } from '../../../contract/permissions.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ROW_BUTTON, type StockAction } from './row-menu.tsx'

const NEEDS: Readonly<Record<StockAction, Permission>> = {
  adjust: 'stock.adjust',
  loss: 'stock.loss',
  breakage: 'stock.loss',
  open_box: 'stock.open_box',
  count: 'stock.count',
  transfer: 'stock.transfer',
}
const ACTIONS: readonly StockAction[] = ['adjust', 'loss', 'breakage', 'open_box', 'count', 'transfer']

/** The menu of one row, open from the start; only what the product and the person allow. */
export function RowActions({
  item,
  onAction,
  onWhy,
  onAlert,
}: {
  readonly item: InventoryItem
  readonly onAction: (action: StockAction) => void
  readonly onWhy: () => void
  readonly onAlert: () => void
}) {
  const { can, branches } = useSession()
  const offered = ACTIONS.filter((action) => can(NEEDS[action]))
    .filter((action) => action !== 'open_box' || item.product.box_tracking)
    .filter((action) => action !== 'transfer' || branches.length > 1)
  const entry =
    'flex h-11 cursor-pointer items-center rounded-control px-3 outline-none data-highlighted:bg-accent-tint data-highlighted:text-accent'
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger aria-label={m.stock.actionsOf(item.product.name)} className={ROW_BUTTON}>
        <Ellipsis size={20} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="appear z-50 min-w-56 rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          <DropdownMenu.Item className={entry} onSelect={onWhy}>
            {m.stock.actions.why}
          </DropdownMenu.Item>
          {offered.map((action) => (
            <DropdownMenu.Item key={action} className={entry} onSelect={() => onAction(action)}>
              {m.stock.actions[action]}
            </DropdownMenu.Item>
          ))}
          {can('catalog.write') && (
            <DropdownMenu.Item className={entry} onSelect={onAlert}>
              {m.stock.alert.title}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
