import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import * as contract from '../../../contract/site-products.ts'
import { fromGrains, toUnits } from '../../../domain/sync/quantity.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import { publishCatalogue } from '../generic/publish-catalogue.ts'
import type { SiteDeps } from '../site-deps.ts'
import { readSite } from '../sites.store.ts'
import { listSiteImports, type SiteImportRow } from './site-imports.store.ts'
import { listSiteProducts, type SiteProductRow } from './site-products.store.ts'
import { claimSiteWalk, finishSiteWalk } from './walk-site-products.ts'

const TAGS = { tags: ['sites'] }
const params = z.object({ id })
const position = z.string().max(100)

/** Products as sites last showed them, and reading them anew. */
export const siteProductRoutes =
  (deps: SiteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sites/:id/products',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params,
          querystring: contract.siteProductQuery,
          response: { 200: contract.siteProductPage },
        },
      },
      async (request) => {
        const { limit, cursor, search, linked } = request.query
        const after = decodeCursor(cursor, position)
        const { tenant_id } = principalOf(request)
        const { id: site_id } = request.params
        await siteOf(deps, tenant_id, site_id)
        const rows = await deps.database.tenant(tenant_id, (tx) =>
          listSiteProducts(tx, site_id, { limit, after, search, linked }),
        )
        return pageFrom(rows, limit, productView, (row) => row.product_id)
      },
    )
    app.post(
      '/sites/:id/products/imports',
      {
        config: { access: 'sync.write' },
        schema: {
          ...TAGS,
          params,
          body: contract.newSiteImport,
          response: { 202: contract.siteImport },
        },
      },
      async (request, reply) => {
        const { tenant_id } = principalOf(request)
        const site = await siteOf(deps, tenant_id, request.params.id)
        const connector = deps.connectors.ofRow(tenant_id, site)
        if (site.kind === 'generic') await publishCatalogue(deps, tenant_id, site.id)
        const walked = { deps, connector, tenant_id, site_id: site.id }
        const { walk, is_ours } = await claimSiteWalk(walked, request.body.scope)
        if (is_ours) deps.errands.begin(() => finishSiteWalk(walked, walk))
        return reply.status(202).send(importView(walk))
      },
    )
    app.get(
      '/sites/:id/products/imports',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params,
          querystring: contract.siteImportQuery,
          response: { 200: contract.siteImportPage },
        },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const { id: site_id } = await siteOf(deps, tenant_id, request.params.id)
        const rows = await deps.database.tenant(tenant_id, (tx) =>
          listSiteImports(tx, site_id, request.query),
        )
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map(importView) }
      },
    )
  }

async function siteOf(deps: SiteDeps, tenant_id: string, site_id: string) {
  const site = await deps.database.tenant(tenant_id, (tx) => readSite(tx, site_id))
  if (site === null) throw new AppError('NOT_FOUND', { site_id })
  return site
}

function productView(row: SiteProductRow): z.infer<typeof contract.siteProduct> {
  const { linked_product_id, linked_sku, stock, seen_at, ...product } = row
  const isLinked = linked_product_id !== null && linked_sku !== null
  return {
    ...product,
    stock: stock === null ? null : toUnits(fromGrains(stock)),
    seen_at: seen_at.toISOString(),
    linked_to: isLinked ? { product_id: linked_product_id, sku: linked_sku } : null,
  }
}

function importView(row: SiteImportRow): z.infer<typeof contract.siteImport> {
  const { changed_since, next_cursor: _cursor, ...walk } = row
  return {
    ...walk,
    scope: changed_since === null ? 'everything' : 'changes',
    started_at: row.started_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}
