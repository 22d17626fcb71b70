import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import * as contract from '../../contract/site-newcomers.ts'
import { fromGrains, toUnits } from '../../domain/sync/quantity.ts'
import { principalOf } from '../auth/principal.ts'
import type { Tx } from '../db/database.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { fingerprintOf } from './compare.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import { productSiteOf } from './field-owners.routes.ts'
import { type Newcomer, newcomerParts } from './newcomers.ts'
import type { ProductSite } from './settings.store.ts'

const SITE = z.object({ id })
const position = z.string().max(100)

/** Products that only a site has, with what would be made of them; nothing is made here. */
export const newcomerRoutes =
  (deps: Pick<ExchangeDeps, 'database'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sites/:id/product-newcomers',
      {
        config: { access: 'sync.read' },
        schema: {
          tags: ['sites'],
          params: SITE,
          querystring: contract.newcomerQuery,
          response: { 200: contract.newcomerPage },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, position)
        return deps.database.tenant(principalOf(request).tenant_id, async (tx) => {
          const site = await productSiteOf(tx, request.params.id)
          const rows = await pageOfNewcomers(tx, site, request.query, after)
          const page = pageFrom(rows, limit, viewOf, ({ row }) => row.site_product_id)
          return { ...page, counts: cursor === undefined ? await countsOf(tx, site) : null }
        })
      },
    )
  }

async function pageOfNewcomers(
  tx: Tx,
  site: ProductSite,
  { kind, search, limit }: z.output<typeof contract.newcomerQuery>,
  after: string | null,
): Promise<Newcomer[]> {
  const found: Newcomer[] = []
  for await (const part of newcomerParts(tx, site, { after, search })) {
    found.push(...part.filter(({ plan }) => kind === undefined || isReady(plan) === (kind === 'ready')))
    if (found.length > limit) break
  }
  return found.slice(0, limit + 1)
}

async function countsOf(tx: Tx, site: ProductSite): Promise<contract.NewcomerCounts> {
  const counts = { ready: 0, conflicts: 0 }
  for await (const part of newcomerParts(tx, site, { after: null }))
    for (const { plan } of part) counts[isReady(plan) ? 'ready' : 'conflicts'] += 1
  return counts
}

function isReady({ conflicts }: Newcomer['plan']): boolean {
  return conflicts.length === 0
}

function viewOf({ row, plan, sku, name }: Newcomer): contract.NewcomerView {
  const { site_product_id, kind, is_active, product_id, stock } = row
  return {
    ...{ site_product_id, kind, sku, name, is_active, product_id },
    stock: stock === null ? null : toUnits(fromGrains(stock)),
    writes: plan.writes.flatMap((write) =>
      write.side === 'site'
        ? []
        : [
            {
              ...{ side: write.side, fingerprint: fingerprintOf(write) },
              changes: write.changes.map(({ after, ...change }) => ({
                ...change,
                before: null,
                after: typeof after === 'object' ? [...after] : after,
              })),
            },
          ],
    ),
    conflicts: [...plan.conflicts],
  }
}
