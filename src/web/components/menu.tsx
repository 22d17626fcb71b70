import { Ellipsis } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { MENU_BUTTON } from './button.tsx'

/** The lesser actions of one thing, behind one button. */
export function Menu({
  label,
  items,
  isOpenAtFirst = false,
}: {
  readonly label: string
  readonly items: readonly {
    readonly label: string
    readonly onSelect: () => void
    readonly isDanger?: boolean
  }[]
  /** For a menu that is fetched when its button is pressed. */
  readonly isOpenAtFirst?: boolean
}) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger aria-label={label} className={MENU_BUTTON}>
        <Ellipsis size={20} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="appear z-50 min-w-56 rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.label}
              className={`flex h-12 cursor-pointer items-center rounded-control px-3 outline-none data-highlighted:bg-accent-tint data-highlighted:text-accent ${item.isDanger === true ? 'text-bad' : ''}`}
              onSelect={item.onSelect}
            >
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
