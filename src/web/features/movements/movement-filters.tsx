import { X } from 'lucide-react'
import { CheckField, SelectField, TextField } from '../../components/field.tsx'
import { FilterPill } from '../../components/page.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import type { MovementFilter } from './movement-filter.ts'

/** Everything by which the ledger can be narrowed. */
export function MovementFilters({
  filter,
  onChange,
  onClear,
}: {
  readonly filter: MovementFilter
  readonly onChange: (changes: Partial<MovementFilter>) => void
  readonly onClear: () => void
}) {
  const { branches } = useSession()
  const texts = m.movements
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-[2fr_1fr_1fr] md:items-end">
        <input
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          value={filter.search}
          onChange={(event) => onChange({ search: event.target.value })}
          className="col-span-2 h-12 min-w-0 rounded-control border border-line bg-surface px-4 md:col-span-1"
        />
        <Options
          label={texts.type}
          value={filter.type}
          options={{ '': texts.allTypes, ...texts.types }}
          onChange={(type) => onChange({ type })}
        />
        <Options
          label={texts.period}
          value={filter.period}
          options={texts.periods}
          onChange={(period) => onChange({ period })}
        />
        {filter.period === 'custom' && (
          <div className="col-span-2 grid grid-cols-2 gap-3 md:col-span-3 md:max-w-md">
            <Day label={texts.from} value={filter.from} onChange={(from) => onChange({ from })} />
            <Day label={texts.to} value={filter.to} onChange={(to) => onChange({ to })} />
          </div>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
        <CheckField
          label={texts.onlyAutomatic}
          checked={filter.isAuto}
          onChange={(event) => onChange({ isAuto: event.target.checked })}
        />
        {branches.length > 1 && (
          <CheckField
            label={m.people.allBranches}
            checked={filter.isEverywhere}
            onChange={(event) => onChange({ isEverywhere: event.target.checked })}
          />
        )}
        {(filter.product_id !== '' || filter.responsible !== '') && (
          <FilterPill isOn onClick={onClear}>
            {filter.product_id === '' ? texts.onlyPerson : texts.onlyProduct}
            <X size={16} aria-hidden="true" />
            <span className="sr-only">{m.stock.clearFilters}</span>
          </FilterPill>
        )}
      </div>
    </div>
  )
}

function Options({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: Readonly<Record<string, string>>
  readonly onChange: (value: string) => void
}) {
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {Object.entries(options).map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </SelectField>
  )
}

function Day({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <TextField label={label} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
  )
}
