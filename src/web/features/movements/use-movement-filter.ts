import { useSearchParams } from 'react-router'
import { type MovementFilter, NO_FILTER } from './movement-filter.ts'

const NAMES: Readonly<Record<keyof MovementFilter, string>> = {
  search: 'busca',
  type: 'tipo',
  period: 'periodo',
  from: 'de',
  to: 'ate',
  isAuto: 'automaticas',
  isEverywhere: 'todas',
  product_id: 'produto',
  responsible: 'pessoa',
}
const UUID = /^[0-9a-f-]{36}$/

/** The filter, kept in the address so that it can be sent, marked and gone back to. */
export function useMovementFilter() {
  const [params, setParams] = useSearchParams()
  const text = (name: keyof MovementFilter) => params.get(NAMES[name]) ?? ''
  const id = (name: keyof MovementFilter) => (UUID.test(text(name)) ? text(name) : '')
  const filter: MovementFilter = {
    search: text('search'),
    type: /^[a-z_]*$/.test(text('type')) ? text('type') : '',
    period: /^(today|7|30|90|custom)$/.test(text('period')) ? text('period') : NO_FILTER.period,
    from: text('from'),
    to: text('to'),
    isAuto: text('isAuto') === '1',
    isEverywhere: text('isEverywhere') === '1',
    product_id: id('product_id'),
    responsible: id('responsible'),
  }
  const change = (changes: Partial<MovementFilter>) =>
    setParams(paramsOf({ ...filter, ...changes }), { replace: true })
  return { filter, change, clear: () => setParams({}, { replace: true }) }
}

/** The address that shows a part of the ledger. */
export function movementsAddress(filter: Partial<MovementFilter>): string {
  return `/movimentacoes?${new URLSearchParams(paramsOf({ ...NO_FILTER, ...filter }))}`
}

function paramsOf(filter: MovementFilter): Record<string, string> {
  const given = Object.entries(filter)
    .filter(([name, value]) => value !== NO_FILTER[name as keyof MovementFilter])
    .map(([name, value]) => [NAMES[name as keyof MovementFilter], value === true ? '1' : String(value)])
  return Object.fromEntries(given)
}
