import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import { orderBacklog, orderDetail, orderPage, orderPayment, orderQuery } from '../../contract/orders.ts'
import { pageById } from '../auth/page.ts'
import { principalOf } from '../auth/principal.ts'
import { backlogOf, listOrders } from './order-list.queries.ts'
import { viewOrder } from './order-view.ts'
import {
  type ActionDeps,
  askForInvoice,
  type By,
  cancelOrder,
  resendOrder,
  settlePayment,
} from './person-actions.ts'

const TAGS = { tags: ['orders'] }
const READ = { access: 'orders.read' as const }
const WRITE = { access: 'orders.write' as const }
const PARAMS = z.object({ id })

/** Orders of sales sites: lists, one with its timeline, and what a person may do about one. */
export const orderRoutes =
  (deps: ActionDeps & { readonly wake: () => void }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database } = deps
    app.get(
      '/orders',
      { config: READ, schema: { ...TAGS, querystring: orderQuery, response: { 200: orderPage } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await database.tenant(tenant_id, (tx) => listOrders(tx, request.query))
        return pageById(rows, request.query.limit)
      },
    )
    app.get(
      '/orders/backlog',
      { config: READ, schema: { ...TAGS, response: { 200: orderBacklog } } },
      async (request) => ({ items: await database.tenant(principalOf(request).tenant_id, backlogOf) }),
    )
    app.get(
      '/orders/:id',
      { config: READ, schema: { ...TAGS, params: PARAMS, response: { 200: orderDetail } } },
      (request) => database.tenant(principalOf(request).tenant_id, (tx) => viewOrder(tx, request.params.id)),
    )
    const action = (name: string, work: (deps: ActionDeps, by: By, id: string) => Promise<void>) =>
      app.post(
        `/orders/:id/${name}`,
        { config: WRITE, schema: { ...TAGS, params: PARAMS, response: { 200: orderDetail } } },
        async (request) => {
          const principal = principalOf(request)
          await work(deps, { principal, ip: request.ip }, request.params.id)
          deps.wake()
          return database.tenant(principal.tenant_id, (tx) => viewOrder(tx, request.params.id))
        },
      )
    action('resend', resendOrder)
    action('cancel', cancelOrder)
    action('invoice', askForInvoice)
    app.post(
      '/orders/:id/payment',
      {
        config: WRITE,
        schema: { ...TAGS, params: PARAMS, body: orderPayment, response: { 200: orderDetail } },
      },
      async (request) => {
        const principal = principalOf(request)
        const { id: order_id } = request.params
        await settlePayment(deps, { principal, ip: request.ip }, order_id, request.body.payment)
        deps.wake()
        return database.tenant(principal.tenant_id, (tx) => viewOrder(tx, order_id))
      },
    )
  }
