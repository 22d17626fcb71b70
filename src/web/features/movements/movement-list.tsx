import { useState } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { CheckField, SelectField } from '../../components/field.tsx'
import { type Movement, MovementLine, openedText, typeText } from '../../components/movement-line.tsx'
import { Paged } from '../../components/paged.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { api } from '../../lib/api.ts'
import { countText, signedText } from '../../lib/format.ts'
import { useIsPhone } from '../../lib/use-media.ts'
import { m } from '../../messages/messages.ts'
import { MovementSheet } from './movement-sheet.tsx'

type Filter = {
  readonly search: string
  readonly type: string
  readonly days: string
  readonly isAuto: boolean
}
const NO_FILTER: Filter = { search: '', type: '', days: 'all', isAuto: false }

/** The ledger with its filters; each row opens its whole story. */
export function MovementList({ branch_id }: { readonly branch_id: string | undefined }) {
  const [filter, setFilter] = useState(NO_FILTER)
  const [open, setOpen] = useState<Movement | null>(null)
  const change = (changes: Partial<Filter>) => setFilter({ ...filter, ...changes })
  const columns = m.movements.columns
  const isPhone = useIsPhone()
  return (
    <>
      <Filters filter={filter} onChange={change} />
      <Paged
        queryKey={['inventory', 'movements', branch_id, filter]}
        page={(cursor) =>
          api.inventory.getMovements({
            branch_id,
            cursor,
            limit: 50,
            search: filter.search === '' ? undefined : filter.search,
            type: filter.type === '' ? undefined : filter.type,
            from: sinceOf(filter.days),
            auto_opened: filter.isAuto ? true : undefined,
          })
        }
        empty={
          <Empty title={filter === NO_FILTER ? m.movements.emptyTitle : m.movements.nothing}>
            {m.movements.emptyText}
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
              columns={[
                { name: columns.product, cell: (row) => row.product_name },
                { name: columns.at, cell: (row) => <When at={row.occurred_at} /> },
                { name: columns.type, cell: (row) => typeText(row.movement_type) },
                {
                  name: columns.quantity,
                  isNumber: true,
                  cell: (row) => <Quantity quantity={row.quantity} />,
                },
                {
                  name: columns.total,
                  isNumber: true,
                  cell: (row) => `${countText(row.quantity_before)} → ${countText(row.quantity_after)}`,
                },
                { name: columns.opened, cell: openedText },
                { name: columns.reason, cell: (row) => row.reason },
                { name: columns.responsible, cell: (row) => row.responsible_name },
              ]}
            />
          )
        }
      </Paged>
      {open !== null && <MovementSheet movement={open} onClose={() => setOpen(null)} />}
    </>
  )
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

function Filters({
  filter,
  onChange,
}: {
  readonly filter: Filter
  readonly onChange: (changes: Partial<Filter>) => void
}) {
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-[2fr_1fr_1fr_auto] md:items-end">
      <input
        type="search"
        aria-label={m.movements.search}
        placeholder={m.movements.search}
        value={filter.search}
        onChange={(event) => onChange({ search: event.target.value })}
        className="col-span-2 h-12 min-w-0 rounded-control border border-line bg-surface px-4 md:col-span-1"
      />
      <SelectField
        label={m.movements.type}
        value={filter.type}
        onChange={(event) => onChange({ type: event.target.value })}
      >
        <option value="">{m.movements.allTypes}</option>
        {Object.entries(m.movements.types).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={m.movements.period}
        value={filter.days}
        onChange={(event) => onChange({ days: event.target.value })}
      >
        {Object.entries(m.movements.periods).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <CheckField
        label={m.movements.onlyAutomatic}
        checked={filter.isAuto}
        onChange={(event) => onChange({ isAuto: event.target.checked })}
      />
    </div>
  )
}

/** The midnight from which a period reaches to now; undefined for all time. */
function sinceOf(days: string): string | undefined {
  if (days === 'all') return undefined
  const since = new Date()
  since.setHours(0, 0, 0, 0)
  if (days !== 'today') since.setDate(since.getDate() - Number(days))
  return since.toISOString()
}
