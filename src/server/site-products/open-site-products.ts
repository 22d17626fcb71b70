import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../db/database.ts'
import type { Outbox } from '../db/outbox.ts'
import type { Jobs } from '../jobs/queue.ts'
import { createErrands } from '../sites/errands.ts'
import { siteProductsRead } from '../sites/products/site-products-read.ts'
import { tenantsWithSites } from '../sites/site-tenants.queries.ts'
import { linksChanged } from '../sync/links/links-changed.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import { SITE_PRODUCTS_KEEP_UP, SITE_PRODUCTS_ROUND } from './exchange-jobs.ts'
import { fieldOwnerRoutes } from './field-owners.routes.ts'
import { createKeepUp } from './keep-up.ts'
import { newcomerRoutes } from './newcomers.routes.ts'
import { productPlanRoutes } from './product-plan.routes.ts'
import { productRunRoutes } from './product-runs.routes.ts'

/** Products of sites, field by field as their owners have them. */
export type SiteProducts = {
  /** Routes for `/api/v1`. */
  readonly routes: FastifyPluginAsyncZod
  /** Looks after the products of every site of a tenant now. */
  keepUp(tenant_id: string): Promise<void>
  /** Resolves when nothing is under way. */
  drain(): Promise<void>
}

/** Opens the room. Nothing is asked or written before somebody wants it. */
export function openSiteProducts(
  options: Omit<ExchangeDeps, 'errands'> & { readonly jobs: Jobs; readonly outbox: Outbox },
): SiteProducts {
  const { jobs, outbox } = options
  const database = byKey(options.database)
  const deps: ExchangeDeps = { ...options, database, errands: createErrands(options.logger) }
  const keepUp = createKeepUp(deps)
  outbox.onEvent(siteProductsRead, async (tx, { payload }) => keepUp.soon(tx.tenant_id, payload.site_id))
  // Links follow from what was read, a moment later: only then it is known who a product is.
  outbox.onEvent(linksChanged, async (tx) => keepUp.allSoon(tx.tenant_id))
  jobs.work(SITE_PRODUCTS_ROUND, async () => {
    const tenants = await tenantsWithSites(database)
    await jobs.enqueueAll(
      SITE_PRODUCTS_KEEP_UP,
      tenants.map((tenant_id) => ({ payload: { tenant_id }, singleton_key: tenant_id })),
    )
  })
  jobs.work(SITE_PRODUCTS_KEEP_UP, ({ tenant_id }) => keepUp.all(tenant_id))
  return {
    async routes(app) {
      await app.register(fieldOwnerRoutes({ ...deps, keepUp }))
      await app.register(productPlanRoutes(deps))
      await app.register(newcomerRoutes(deps))
      await app.register(productRunRoutes({ ...deps, keepUp }))
    },
    keepUp: keepUp.all,
    drain: () => deps.errands.drain(),
  }
}

/** Whatever is compared is found by its keys, also right after thousands of products were read for the first time. */
function byKey(database: Database): Database {
  return { ...database, tenant: (tenant_id, work) => database.tenant(tenant_id, work, 'by_key') }
}
