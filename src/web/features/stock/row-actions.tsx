import type { Permission } from '../../../contract/permissions.ts'
import { Menu } from '../../components/menu.tsx'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import type { StockAction } from './row-menu.tsx'

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
  const items = [
    { label: m.stock.actions.why, onSelect: onWhy },
    ...offered.map((action) => ({ label: m.stock.actions[action], onSelect: () => onAction(action) })),
    ...(can('catalog.write') ? [{ label: m.stock.alert.title, onSelect: onAlert }] : []),
  ]
  return <Menu label={m.stock.actionsOf(item.product.name)} items={items} isOpenAtFirst />
}
