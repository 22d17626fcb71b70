import * as z from 'zod'
import { faultsSchema } from '../faults/faults.ts'
import type { Sim } from '../sim.ts'
import type { Control } from './control.ts'
import { clockAdvanceSchema } from './control.ts'
import { invoiceSchema, shipSchema } from './orders.ts'
import { companyView } from './view.ts'

/** A control request, its path's parts checked by whoever uses them. */
export interface ControlRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

/** One operation of the control API. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Under `/_sandbox`. */
  readonly path: string
  readonly run: (request: ControlRequest) => unknown
}

const COMPANY = '/companies/:company_id'

const seedSchema = z.strictObject({ seed: z.string().min(1) })

/** Every body is checked where it is used, by the operation's own schema; here it is only handed on. */
type Body = never

/** Applications, tokens and companies. */
export function accountRoutes(sim: Sim, control: Control): ControlRoute[] {
  return [
    { method: 'POST', path: '/apps', run: ({ body }) => control.addApp(body as Body) },
    { method: 'GET', path: '/apps', run: () => ({ items: control.apps() }) },
    {
      method: 'PATCH',
      path: '/apps/:client_id',
      run: ({ params, body }) => control.patchApp(text(params, 'client_id'), body as Body),
    },
    { method: 'POST', path: '/tokens', run: ({ body }) => control.connect(body as Body) },
    { method: 'POST', path: '/tokens/expire', run: ({ body }) => control.expireTokens((body ?? {}) as Body) },
    { method: 'POST', path: '/tokens/revoke', run: ({ body }) => control.revokeTokens((body ?? {}) as Body) },
    { method: 'POST', path: '/companies', run: ({ body }) => control.addCompany(body as Body) },
    { method: 'GET', path: '/companies', run: () => ({ items: control.companies() }) },
    {
      method: 'PATCH',
      path: COMPANY,
      run: ({ params, body }) => companyView(sim, control.patchCompany(companyId(params), body as Body)),
    },
    { method: 'GET', path: `${COMPANY}/state`, run: ({ params }) => control.state(companyId(params)) },
    {
      method: 'POST',
      path: `${COMPANY}/deposits`,
      run: ({ params, body }) => control.addDeposit(companyId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: `${COMPANY}/deposits/:deposit_id`,
      run: ({ params, body }) =>
        control.patchDeposit(companyId(params), id(params, 'deposit_id'), body as Body),
    },
    {
      method: 'POST',
      path: `${COMPANY}/channels`,
      run: ({ params, body }) => control.addChannel(companyId(params), body as Body),
    },
    {
      method: 'POST',
      path: `${COMPANY}/contacts`,
      run: ({ params, body }) => control.addContact(companyId(params), body as Body),
    },
  ]
}

/** What a person does in a company's screens. */
export function screenRoutes(control: Control): ControlRoute[] {
  const order = `${COMPANY}/orders/:order_id`
  const orderId = (params: ControlRequest['params']) => id(params, 'order_id')
  return [
    {
      method: 'POST',
      path: `${COMPANY}/products`,
      run: ({ params, body }) => control.addProduct(companyId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: `${COMPANY}/products/:product_id`,
      run: ({ params, body }) =>
        control.patchProduct(companyId(params), id(params, 'product_id'), body as Body),
    },
    {
      method: 'DELETE',
      path: `${COMPANY}/products/:product_id`,
      run: ({ params }) => control.deleteProduct(companyId(params), id(params, 'product_id')),
    },
    {
      method: 'POST',
      path: `${COMPANY}/movements`,
      run: ({ params, body }) => control.move(companyId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: `${COMPANY}/movements/:movement_id`,
      run: ({ params, body }) =>
        control.patchMovement(companyId(params), id(params, 'movement_id'), body as Body),
    },
    {
      method: 'DELETE',
      path: `${COMPANY}/movements/:movement_id`,
      run: ({ params }) => control.deleteMovement(companyId(params), id(params, 'movement_id')),
    },
    {
      method: 'POST',
      path: `${COMPANY}/orders`,
      run: ({ params, body }) => control.addOrder(companyId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: order,
      run: ({ params, body }) => control.patchOrder(companyId(params), orderId(params), body as Body),
    },
    {
      method: 'POST',
      path: `${order}/ship`,
      run: ({ params, body }) => control.ship(companyId(params), orderId(params), shipSchema.parse(body)),
    },
    {
      method: 'POST',
      path: `${order}/unship`,
      run: ({ params }) => control.unship(companyId(params), orderId(params)),
    },
    {
      method: 'DELETE',
      path: order,
      run: ({ params }) => control.deleteOrder(companyId(params), orderId(params)),
    },
    {
      method: 'POST',
      path: `${order}/invoice`,
      run: ({ params, body }) =>
        control.addInvoice(companyId(params), orderId(params), invoiceSchema.parse(body)),
    },
    {
      method: 'PATCH',
      path: `${COMPANY}/invoices/:invoice_id`,
      run: ({ params, body }) =>
        control.patchInvoice(companyId(params), id(params, 'invoice_id'), body as Body),
    },
    {
      method: 'DELETE',
      path: `${COMPANY}/invoices/:invoice_id`,
      run: ({ params }) => control.deleteInvoice(companyId(params), id(params, 'invoice_id')),
    },
  ]
}

/** Faults, limits, clock, and what happened. */
export function worldRoutes(sim: Sim, control: Control): ControlRoute[] {
  return [
    { method: 'GET', path: '/faults', run: () => ({ rules: sim.faults.rules }) },
    {
      method: 'PUT',
      path: '/faults',
      run: ({ body }) => ({ rules: control.setFaults(faultsSchema.parse(body ?? {}).rules) }),
    },
    { method: 'GET', path: '/limits', run: () => sim.limits.settings },
    { method: 'PUT', path: '/limits', run: ({ body }) => control.setLimits(body as Body) },
    { method: 'GET', path: '/clock', run: () => control.clock() },
    { method: 'PUT', path: '/clock', run: ({ body }) => control.setClock(body as Body) },
    {
      method: 'POST',
      path: '/clock',
      run: ({ body }) => control.advance(clockAdvanceSchema.parse(body).advance_ms),
    },
    { method: 'PUT', path: '/seed', run: ({ body }) => control.reseed(seedSchema.parse(body).seed) },
    { method: 'POST', path: '/settle', run: () => control.settle() },
    {
      method: 'GET',
      path: '/calls',
      run: ({ query }) => ({ items: filtered(sim.log.calls, query, 'operation', 'at') }),
    },
    {
      method: 'GET',
      path: '/webhooks',
      run: ({ query }) => ({ items: filtered(sim.log.webhooks, query, 'event', 'created_at') }),
    },
    { method: 'DELETE', path: '/log', run: () => sim.log.clear() },
  ]
}

/** The records of a company (`company_id`), of a kind (`operation` or `event`), not before `since` (milliseconds), the last `limit`. */
function filtered<Name extends string, Time extends string>(
  records: readonly (Record<Name, string> & Record<Time, number> & { readonly company_id: string | null })[],
  query: ControlRequest['query'],
  name: Name,
  time: Time,
) {
  const since = Number(query['since'] ?? 0)
  const limit = Number(query['limit'] ?? records.length)
  const wanted = records.filter(
    (record) =>
      (query['company_id'] === undefined || record.company_id === query['company_id']) &&
      (query[name] === undefined || record[name] === query[name]) &&
      record[time] >= since,
  )
  return limit < wanted.length ? wanted.slice(wanted.length - limit) : wanted
}

function companyId(params: ControlRequest['params']): string {
  return text(params, 'company_id')
}

function id(params: ControlRequest['params'], name: string): number {
  return Number(text(params, name))
}

function text(params: ControlRequest['params'], name: string): string {
  return params[name] ?? ''
}
