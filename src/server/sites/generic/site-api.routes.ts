import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import * as contract from '../../../contract/site-api.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import type { SiteDeps } from '../site-deps.ts'
import type { SiteDoor } from '../webhook/site-doors.store.ts'
import type { SiteCheckout } from './checkout.ts'
import {
  findGenericProducts,
  type GenericProductRow,
  pageOfGenericProducts,
} from './generic-products.store.ts'
import { sellFromShelf } from './generic-stock.ts'

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
  (deps: SiteDeps, checkout: SiteCheckout): FastifyPluginAsyncZod =>
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
        const { tenant_id, site_id } = doorOf(request)
        const { reference, status, lines, payment_method, ...rest } = request.body
        const items = await deps.database.tenant(tenant_id, (tx) => offeredItems(tx, site_id, lines))
        const wanted = { ...rest, site_id, number: reference, word: status, items, payment_method }
        const { order, is_new } = await checkout.place(tenant_id, wanted, (tx) =>
          sellFromShelf(tx, site_id, items),
        )
        if (!is_new) reply.header('idempotency-replayed', 'true')
        return reply.status(201).send(order)
      },
    )
    app.get(
      '/orders/:id',
      { ...OPEN, schema: { ...TAGS, params: z.object({ id }), response: { 200: contract.keptSiteOrder } } },
      (request) => {
        const { tenant_id, site_id } = doorOf(request)
        return checkout.read(tenant_id, site_id, request.params.id)
      },
    )
    app.post(
      '/orders/:id/status',
      {
        ...OPEN,
        schema: {
          ...TAGS,
          params: z.object({ id }),
          body: contract.siteOrderChange,
          response: { 200: contract.keptSiteOrder },
        },
      },
      (request) => {
        const { tenant_id, site_id } = doorOf(request)
        return checkout.change(tenant_id, { site_id, id: request.params.id }, request.body.status)
      },
    )
  }

/** The products that the lines name. Throws `SITE_PRODUCT_UNKNOWN` for one that the site does not sell. */
async function offeredItems(tx: Tx, site_id: string, lines: z.output<typeof contract.newSiteOrder>['lines']) {
  const products = await findGenericProducts(tx, site_id, {
    skus: lines.flatMap(({ sku }) => sku ?? []),
    ids: lines.flatMap(({ product_id }) => product_id ?? []),
  })
  return lines.map(({ sku, product_id, quantity }) => {
    const found = products.find((one) =>
      product_id === undefined ? one.sku === sku : one.product_id === product_id,
    )
    if (found === undefined || !found.is_active)
      throw new AppError('SITE_PRODUCT_UNKNOWN', { sku: sku ?? product_id })
    return { product_id: found.product_id, sku: found.sku, name: found.name, quantity }
  })
}

/** Below nothing there is nothing to sell. */
function offered(row: GenericProductRow): z.infer<typeof contract.offeredProduct> {
  const { product_id, sku, gtin, name, price_cents, is_active, more, stock, version } = row
  const available = Math.max(0, toUnits(fromGrains(stock)))
  const { description = '', weight_mg = 0, images = [] } = more
  return {
    ...{ product_id, sku, gtin, name, price_cents, is_active, available, version: String(version) },
    ...{ description, weight_mg: weight_mg > 0 ? weight_mg : null, images: [...images] },
  }
}
