import { Ellipsis } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'

/** The lesser actions of one thing, behind one button. */
export function Menu({
  label,
  items,
}: {
  readonly label: string
  readonly items: readonly {
    readonly label: string
    readonly onSelect: () => void
    readonly isDanger?: boolean
  }[]
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={label}
        className="grid size-11 shrink-0 place-items-center rounded-control text-soft hover:bg-sunken hover:text-ink data-[state=open]:bg-sunken"
      >
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
