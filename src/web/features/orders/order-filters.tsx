import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { INVOICES } from '../../../domain/orders/order-facts.ts'
import { ORDER_STATUSES } from '../../../domain/orders/standing.ts'
import { SelectField, TextField } from '../../components/field.tsx'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { useSites } from '../../lib/places.ts'
import { useIsPhone } from '../../lib/use-media.ts'
import { m } from '../../messages/messages.ts'
import { PERIODS, STEPS } from './order-filter.ts'

/** Everything by which the orders can be narrowed, kept in the address. On a phone the rarer ones stand behind a button. */
export function OrderFilters({
  params,
  onChange,
}: {
  readonly params: URLSearchParams
  readonly onChange: (params: URLSearchParams) => void
}) {
  const isPhone = useIsPhone()
  const [isOpen, setOpen] = useState(() => RARER.some((name) => params.has(name)))
  const texts = m.orders.filters
  const step = params.get('andamento') ?? ''
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (value === '') next.delete(name)
    else next.set(name, value)
    onChange(next)
  }
  const pill = (value: string, text: string) => (
    <FilterPill key={value} isOn={step === value} onClick={() => set('andamento', value)}>
      {text}
    </FilterPill>
  )
  return (
    <search className="flex flex-col gap-3">
      <div className="grid gap-3 md:grid-cols-[2fr_3fr] md:items-end">
        <TextField
          label={m.actions.search}
          placeholder={texts.search}
          type="search"
          maxLength={100}
          value={params.get('busca') ?? ''}
          onChange={(event) => set('busca', event.target.value)}
        />
        {!isPhone && <Rarer params={params} onSet={set} />}
      </div>
      <PillRow>
        {pill('', texts.anyStep)}
        {STEPS.map((one) => pill(one, texts.steps[one]))}
        {isPhone && (
          <FilterPill isOn={isOpen} onClick={() => setOpen(!isOpen)}>
            <SlidersHorizontal size={16} aria-hidden="true" />
            {texts.more}
          </FilterPill>
        )}
      </PillRow>
      {isPhone && isOpen && <Rarer params={params} onSet={set} />}
    </search>
  )
}

const RARER = ['situacao', 'nota', 'periodo', 'site']

function Rarer({
  params,
  onSet,
}: {
  readonly params: URLSearchParams
  readonly onSet: (name: string, value: string) => void
}) {
  const sites = useSites()
  const known = sites.data?.items ?? []
  const texts = m.orders.filters
  const select = (
    name: string,
    label: string,
    any: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <SelectField
      label={label}
      value={params.get(name) ?? ''}
      onChange={(event) => onSet(name, event.target.value)}
    >
      <option value="">{any}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </SelectField>
  )
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-flow-col md:auto-cols-fr md:grid-cols-none">
      {select(
        'situacao',
        texts.status,
        texts.anyStatus,
        ORDER_STATUSES.map((one) => [one, m.orders.statuses[one]]),
      )}
      {select(
        'nota',
        texts.invoice,
        texts.anyInvoice,
        INVOICES.map((one) => [one, m.orders.invoices[one]]),
      )}
      {select(
        'periodo',
        texts.period,
        texts.periods[''],
        PERIODS.map((one) => [one, texts.periods[one]]),
      )}
      {known.length > 1 &&
        select(
          'site',
          texts.site,
          texts.anySite,
          known.map(({ id, name }) => [id, name]),
        )}
    </div>
  )
}
