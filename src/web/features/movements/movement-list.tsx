import { History } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { type Movement, MovementLine, openedText, typeText } from '../../components/movement-line.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { api } from '../../lib/api.ts'
import { countText, signedText } from '../../lib/format.ts'
import { useIsPhone } from '../../lib/use-media.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { isFiltered, queryOf } from './movement-filter.ts'
import { MovementFilters } from './movement-filters.tsx'
import { MovementSheet } from './movement-sheet.tsx'
import { movementWords } from './movement-words.ts'
import { useMovementFilter } from './use-movement-filter.ts'

/** The ledger with its filters; each row opens its whole story. */
export function MovementList() {
  const { branch } = useSession()
  const { filter, change, clear } = useMovementFilter()
  const [open, setOpen] = useState<Movement | null>(null)
  const isPhone = useIsPhone()
  const query = queryOf(filter, branch?.id)
  const columns = movementColumns(filter.isEverywhere)
  const list = {
    queryKey: ['inventory', 'movements', query],
    page: (cursor: string | undefined, limit = 50) => api.inventory.getMovements({ ...query, cursor, limit }),
  }
  return (
    <>
      <PrintButton<Movement>
        title={m.movements.title}
        about={filter.isEverywhere ? m.people.allBranches : branch?.name}
        filters={(rows) => movementWords(filter, rows)}
        columns={columns}
        keyOf={(row) => row.id}
        source={list}
      />
      <MovementFilters filter={filter} onChange={change} onClear={clear} />
      <Paged
        {...list}
        empty={
          <Empty
            icon={<History size={36} className="text-accent" aria-hidden="true" />}
            title={isFiltered(filter) ? m.movements.nothing : m.movements.emptyTitle}
            action={isFiltered(filter) && <Button onClick={clear}>{m.stock.clearFilters}</Button>}
          >
            {isFiltered(filter) ? m.stock.nothingText : m.movements.emptyText}
          </Empty>
        }
      >
        {(items) =>
          isPhone ? (
            <PhoneList items={items} onOpen={setOpen} />
          ) : (
            <DataTable<Movement>
              caption={m.movements.title}
              rows={items}
              keyOf={(row) => row.id}
              onOpen={setOpen}
              columns={columns}
            />
          )
        }
      </Paged>
      {open !== null && <MovementSheet movement={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function movementColumns(isEverywhere: boolean): readonly Column<Movement>[] {
  const texts = m.movements.columns
  return [
    { name: texts.product, cell: (row) => row.product_name },
    { name: texts.at, cell: (row) => <When at={row.occurred_at} /> },
    { name: texts.type, cell: (row) => typeText(row.movement_type) },
    { name: texts.quantity, isNumber: true, cell: (row) => <Quantity quantity={row.quantity} /> },
    {
      name: texts.total,
      isNumber: true,
      cell: (row) => `${countText(row.quantity_before)} → ${countText(row.quantity_after)}`,
    },
    { name: texts.opened, cell: openedText },
    { name: texts.reason, cell: (row) => row.reason },
    { name: texts.responsible, cell: (row) => row.responsible_name },
    ...(isEverywhere ? [{ name: m.movements.branch, cell: (row: Movement) => row.branch_name }] : []),
  ]
}

function PhoneList({
  items,
  onOpen,
}: {
  readonly items: readonly Movement[]
  readonly onOpen: (movement: Movement) => void
}) {
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {items.map((movement) => (
        <li key={movement.id}>
          <button
            type="button"
            onClick={() => onOpen(movement)}
            className="w-full px-4 py-3 text-left active:bg-sunken"
          >
            <span className="font-semibold">{movement.product_name}</span>
            <MovementLine movement={movement} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Quantity({ quantity }: { readonly quantity: number }) {
  const tone = quantity < 0 ? 'text-bad' : quantity > 0 ? 'text-good' : 'text-soft'
  return <span className={`font-semibold ${tone}`}>{quantity === 0 ? '0' : signedText(quantity)}</span>
}
