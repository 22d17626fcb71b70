import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../../contract/site-api.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import { AppError } from '../../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import type { SiteDeps } from '../site-deps.ts'
import type { SiteDoor } from '../webhook/site-doors.store.ts'
import { changeGenericOrder, orderView, placeOrder } from './generic-order.ts'
import { readGenericOrder } from './generic-orders.store.ts'
import {
  findGenericProducts,
  type GenericProductRow,
  pageOfGenericProducts,
} from './generic-products.store.ts'

const TAGS = { tags: ['site-api'] }
const OPEN = { config: { access: 'public' as const } }
const BEARER = /^Bearer (eus_[\w-]{43})$/
const position = z.string().max(100)
const MOST_SKUS = 200

/**
 * What a site written by hand uses, with a key of its own instead of a person's session: the key names the site, and nothing else does.
 * Prices, totals and stock are ours.
 */
export const siteApiRoutes =
  (deps: SiteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const doors = new WeakMap<FastifyRequest, SiteDoor>()
    app.addHook('onRequest', async (request) => {
      const key = BEARER.exec(request.headers.authorization ?? '')?.[1]
      const door = key === undefined ? null : await deps.doors.ofKey(key)
      if (door === null) throw new AppError('UNAUTHENTICATED')
      if (door.state !== 'active') throw new AppError('FORBIDDEN')
      doors.set(request, door)
    })
    const doorOf = (request: FastifyRequest): SiteDoor => {
      const door = doors.get(request)
      if (door === undefined) throw new AppError('UNAUTHENTICATED')
      return door
    }
    const context = ({ site_id }: SiteDoor) => ({ site_id, box: deps.box, now: deps.clock.now() })

    app.get(
      '/products',
      {
        ...OPEN,
        schema: { ...TAGS, querystring: contract.offeredQuery, response: { 200: contract.offeredPage } },
      },
      async (request) => {
        const { limit, cursor, changed_since } = request.query
        const { tenant_id, site_id } = doorOf(request)
        const since = changed_since === undefined ? {} : { changed_since: new Date(changed_since) }
        const after = decodeCursor(cursor, position)
        const rows = await deps.database.tenant(tenant_id, (tx) =>
          pageOfGenericProducts(tx, site_id, { after, limit, ...since }),
        )
        return pageFrom(rows, limit, offered, (row) => row.product_id)
      },
    )
    app.get(
      '/stock',
      {
        ...OPEN,
        schema: {
          ...TAGS,
          querystring: contract.offeredStockQuery,
          response: { 200: contract.offeredStockPage },
        },
      },
      async (request) => {
        const { limit, cursor, skus } = request.query
        const { tenant_id, site_id } = doorOf(request)
        const asked = skus?.split(',').map((sku) => sku.trim())
        if (asked !== undefined && asked.length > MOST_SKUS)
          throw new AppError('INVALID_VALUES', { fields: [{ path: 'skus', message: 'até 200 SKUs' }] })
        const after = decodeCursor(cursor, position)
        return deps.database.tenant(tenant_id, async (tx) => {
          if (asked !== undefined) {
            const rows = await findGenericProducts(tx, site_id, { skus: asked, ids: [] })
            return { items: rows.map(offered), next_cursor: null }
          }
          const rows = await pageOfGenericProducts(tx, site_id, { after, limit })
          return pageFrom(rows, limit, offered, (row) => row.product_id)
        })
      },
    )
    app.post(
      '/orders',
      {
        ...OPEN,
        schema: { ...TAGS, body: contract.newSiteOrder, response: { 201: contract.keptSiteOrder } },
      },
      async (request, reply) => {
        const door = doorOf(request)
        const { order, is_new } = await deps.database.tenant(door.tenant_id, (tx) =>
          placeOrder(tx, context(door), request.body),
        )
        if (!is_new) reply.header('idempotency-replayed', 'true')
        deps.inbox.wake()
        return reply.status(201).send(orderView(order))
      },
    )
    app.get(
      '/orders/:id',
      {
        ...OPEN,
        schema: { ...TAGS, params: z.object({ id: z.uuid() }), response: { 200: contract.keptSiteOrder } },
      },
      async (request) => {
        const { tenant_id, site_id } = doorOf(request)
        const order = await deps.database.tenant(tenant_id, (tx) =>
          readGenericOrder(tx, site_id, request.params.id.toLowerCase()),
        )
        if (order === null) throw new AppError('NOT_FOUND')
        return orderView(order)
      },
    )
    app.post(
      '/orders/:id/status',
      {
        ...OPEN,
        schema: {
          ...TAGS,
          params: z.object({ id: z.uuid() }),
          body: contract.siteOrderChange,
          response: { 200: contract.keptSiteOrder },
        },
      },
      async (request) => {
        const door = doorOf(request)
        const { id } = request.params
        const order = await deps.database.tenant(door.tenant_id, (tx) =>
          changeGenericOrder(tx, context(door), id.toLowerCase(), request.body.status),
        )
        if (order === null) throw new AppError('NOT_FOUND')
        deps.inbox.wake()
        return orderView(order)
      },
    )
  }

/** Below nothing there is nothing to sell. */
function offered(row: GenericProductRow): z.infer<typeof contract.offeredProduct> {
  const { product_id, sku, gtin, name, price_cents, is_active, stock, version } = row
  const available = Math.max(0, toUnits(fromGrains(stock)))
  return { product_id, sku, gtin, name, price_cents, is_active, available, version: String(version) }
}
