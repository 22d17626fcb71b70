import { Check, Columns3 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { buttonClass } from '../../components/button.tsx'
import { m } from '../../messages/messages.ts'
import { COLUMNS, type SortColumn } from './use-inventory.ts'

/** Which columns stand in the table; it stays open while one ticks. */
export function ColumnMenu({
  shown,
  onToggle,
}: {
  readonly shown: readonly SortColumn[]
  readonly onToggle: (column: SortColumn) => void
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={buttonClass('plain')}>
        <Columns3 size={18} aria-hidden="true" />
        {m.stock.columnsButton}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="appear z-50 min-w-56 rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          {COLUMNS.filter((column) => column !== 'name').map((column) => (
            <DropdownMenu.CheckboxItem
              key={column}
              checked={shown.includes(column)}
              onCheckedChange={() => onToggle(column)}
              onSelect={(event) => event.preventDefault()}
              className="flex h-10 cursor-pointer items-center gap-2 rounded-control pr-3 pl-9 outline-none data-highlighted:bg-accent-tint data-highlighted:text-accent"
            >
              <DropdownMenu.ItemIndicator className="absolute left-4">
                <Check size={16} aria-hidden="true" />
              </DropdownMenu.ItemIndicator>
              {m.stock.columns[column]}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
