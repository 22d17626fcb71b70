import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import { orderRoute, orderRouteChange, statusMapping, statusMappingChange } from '../../contract/orders.ts'
import { type MappingOverrides, mappingInForce } from '../../domain/orders/status-mapping.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { principalOf } from '../auth/principal.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import {
  isAccountThere,
  type OrderRoute,
  readRoute,
  saveMapping,
  saveRoute,
  unfinishedOrders,
} from './order-routes.store.ts'
import { lockOrderRow } from './orders.store.ts'
import type { ActionDeps } from './person-actions.ts'
import { relinkOrder } from './relink-orders.ts'

const TAGS = { tags: ['orders'] }
const READ = { access: 'orders.read' as const }
const WRITE = { access: 'orders.write' as const }
const PARAMS = z.object({ id })

/** How the orders of a site travel to an account, and which words stand for which states. */
export const orderSettingsRoutes =
  (deps: ActionDeps & { readonly wake: () => void }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database, clock } = deps
    app.get(
      '/sites/:id/order-route',
      { config: READ, schema: { ...TAGS, params: PARAMS, response: { 200: orderRoute } } },
      (request) =>
        database.tenant(principalOf(request).tenant_id, async (tx) =>
          routeView(await routeOf(tx, request.params.id)),
        ),
    )
    app.put(
      '/sites/:id/order-route',
      {
        config: WRITE,
        schema: { ...TAGS, params: PARAMS, body: orderRouteChange, response: { 200: orderRoute } },
      },
      async (request) => {
        const principal = principalOf(request)
        const site_id = request.params.id
        const saved = await database.tenant(principal.tenant_id, async (tx) => {
          await routeOf(tx, site_id)
          const { account_id } = request.body
          if (account_id !== null && !(await isAccountThere(tx, account_id)))
            throw new AppError('INVALID_VALUES', {
              fields: [{ path: 'account_id', message: 'não é uma conta conectada' }],
            })
          await saveRoute(tx, { site_id, ...request.body })
          // What waited for an account, or was meant for another one, is looked at again.
          for (const order_id of await unfinishedOrders(tx, site_id)) {
            const order = await lockOrderRow(tx, order_id)
            if (order !== null) await relinkOrder(tx, order, clock.now())
          }
          await recordAudit(tx, {
            ...{ actor: actorOf(principal), action: 'orders.route_set', target: site_id, ip: request.ip },
            facts: { account_id, invoice_rule: request.body.invoice_rule },
          })
          return routeOf(tx, site_id)
        })
        deps.wake()
        return routeView(saved)
      },
    )
    app.get(
      '/sites/:id/status-mapping',
      { config: READ, schema: { ...TAGS, params: PARAMS, response: { 200: statusMapping } } },
      (request) =>
        database.tenant(principalOf(request).tenant_id, async (tx) =>
          mappingView(await routeOf(tx, request.params.id)),
        ),
    )
    app.put(
      '/sites/:id/status-mapping',
      {
        config: WRITE,
        schema: { ...TAGS, params: PARAMS, body: statusMappingChange, response: { 200: statusMapping } },
      },
      async (request) => {
        const principal = principalOf(request)
        const site_id = request.params.id
        return database.tenant(principal.tenant_id, async (tx) => {
          await routeOf(tx, site_id)
          await saveMapping(tx, site_id, overridesIn(request.body))
          await recordAudit(tx, {
            ...{ actor: actorOf(principal), action: 'orders.mapping_set', target: site_id, ip: request.ip },
            facts: {},
          })
          return mappingView(await routeOf(tx, site_id))
        })
      },
    )
  }

async function routeOf(tx: Tx, site_id: string): Promise<OrderRoute> {
  const route = await readRoute(tx, site_id)
  if (route === null || !route.is_connected) throw new AppError('NOT_FOUND', { site_id })
  return route
}

function routeView({
  status_mapping,
  connected_at,
  is_connected,
  ...route
}: OrderRoute): z.input<typeof orderRoute> {
  return { ...route, payment_methods: { ...route.payment_methods } }
}

function mappingView({ shop_kind, status_mapping }: OrderRoute): z.input<typeof statusMapping> {
  return { overrides: status_mapping, in_force: mappingInForce(shop_kind, status_mapping) }
}

/** What the body leaves out of a state's news is left out in what is kept, too. */
function overridesIn(body: z.output<typeof statusMappingChange>): MappingOverrides {
  return JSON.parse(JSON.stringify(body)) as MappingOverrides
}
