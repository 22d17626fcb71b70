import { INVOICES } from '../../../domain/orders/order-facts.ts'
import { ORDER_STATUSES } from '../../../domain/orders/standing.ts'
import type { FilterWords } from '../../components/paper.tsx'
import { m } from '../../messages/messages.ts'
import { PERIODS, STEPS } from './order-filter.ts'

/** What the address asks of the orders, in words; what it says wrong narrows nothing and is not told. */
export function orderWords(
  params: URLSearchParams,
  siteName: (site_id: string) => string,
): readonly FilterWords[] {
  const texts = m.orders.filters
  const one = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === params.get(name))
  const step = one('andamento', STEPS)
  const status = one('situacao', ORDER_STATUSES)
  const invoice = one('nota', INVOICES)
  const period = one('periodo', PERIODS)
  const site_id = params.get('site')
  return [
    [m.print.search, params.get('busca')?.trim()],
    [m.print.only, step && texts.steps[step]],
    [texts.status, status && m.orders.statuses[status]],
    [texts.invoice, invoice && m.orders.invoices[invoice]],
    [texts.period, period && texts.periods[period]],
    [texts.site, site_id === null ? undefined : siteName(site_id)],
  ]
}
