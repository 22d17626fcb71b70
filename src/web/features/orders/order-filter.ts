import type { Filters } from '../../../client/api-types.ts'
import type { orderQuery } from '../../../contract/orders.ts'
import { INVOICES } from '../../../domain/orders/order-facts.ts'
import { ORDER_STATUSES } from '../../../domain/orders/standing.ts'

/** What stands in the address for what waits: for a person, in the line, after errors, for something of ours. */
export const STEPS = ['pessoa', 'fila', 'parados', 'vinculo'] as const
/** How far back the list goes. */
export const PERIODS = ['hoje', 'semana', 'mes'] as const
const DAYS = { hoje: 0, semana: 7, mes: 30 } as const
const UUID = /^[0-9a-f-]{36}$/

/** What the address asks of the orders, as the API is asked; what it says wrong is left out. Days are those of the person's calendar. */
export function queryOf(params: URLSearchParams, now: Date): Filters<typeof orderQuery> {
  const site_id = params.get('site') ?? ''
  const search = params.get('busca')?.trim() ?? ''
  const period = PERIODS.find((one) => one === params.get('periodo'))
  return {
    ...stepOf(STEPS.find((one) => one === params.get('andamento'))),
    site_id: UUID.test(site_id) ? site_id : undefined,
    status: ORDER_STATUSES.find((one) => one === params.get('situacao')),
    invoice_status: INVOICES.find((one) => one === params.get('nota')),
    search: search === '' ? undefined : search.slice(0, 100),
    from: period === undefined ? undefined : midnightBefore(now, DAYS[period]),
  }
}

/** Whether anything is left out. */
export function isFiltered(query: Filters<typeof orderQuery>): boolean {
  return Object.values(query).some((value) => value !== undefined)
}

function stepOf(
  step: (typeof STEPS)[number] | undefined,
): Pick<Filters<typeof orderQuery>, 'sending' | 'needs_person'> {
  switch (step) {
    case 'pessoa':
      return { needs_person: true }
    case 'fila':
      return { sending: 'due' }
    case 'parados':
      return { sending: 'dead' }
    case 'vinculo':
      return { sending: 'waiting' }
    case undefined:
      return {}
  }
}

function midnightBefore(now: Date, days: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString()
}
