import type { NewSiteLink } from '../../../contract/site-products.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import type { RepeatableWrite } from '../../auth/repeatable-write.ts'
import { findProduct } from '../../catalog/products.store.ts'
import type { Database, Tx } from '../../db/database.ts'
import { idempotently, type StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import { announceLinksChange } from '../links/links-changed.ts'
import { findSiteLink, linkableSiteProduct } from './site-link.queries.ts'
import { deleteSiteLink, upsertSiteLink } from './site-links.store.ts'
import { rereadAllOrders } from './sync-sites.store.ts'

/** What links are kept with. */
export type SiteLinkDeps = { readonly database: Database; readonly clock: Clock }

/** Says that our product is this product of the site, whatever their SKUs; it replaces what was linked before. */
export async function saveSiteLink(
  deps: SiteLinkDeps,
  write: RepeatableWrite,
  site_id: string,
  { product_id, site_product_id }: NewSiteLink,
): Promise<StoredAnswer> {
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const product = await findProduct(tx, product_id)
      if (product === null) throw new AppError('NOT_FOUND', { product_id })
      const there = await linkableSiteProduct(tx, site_id, site_product_id)
      if (there === null) throw new AppError('NOT_FOUND', { site_id, site_product_id })
      if (there.linked_product_id !== null && there.linked_product_id !== product_id)
        throw new AppError('SITE_LINK_TAKEN', { sku: there.linked_sku, site_id, site_product_id })
      const before = await findSiteLink(tx, product_id, site_id)
      await upsertSiteLink(tx, {
        ...{ site_id, product_id, site_product_id },
        ...{ origin: 'person', linked_at: deps.clock.now(), linked_by: write.principal.user_id },
      })
      await rereadAllOrders(tx, site_id, deps.clock.now())
      await announceLinksChange(tx, [product.sku])
      await trail(tx, write, 'site_link.saved', {
        ...{ site_id, product_id },
        site_product_id: { before: before?.site_product_id ?? null, after: site_product_id },
      })
      return { status: 201, body: await findSiteLink(tx, product_id, site_id) }
    }),
  )
}

/** Takes a link away. An exact SKU links again with the next reading of the site; nothing is changed there. */
export async function removeSiteLink(
  deps: SiteLinkDeps,
  write: RepeatableWrite,
  { id: site_id, product_id }: { readonly id: string; readonly product_id: string },
): Promise<void> {
  await deps.database.tenant(write.principal.tenant_id, async (tx) => {
    const before = await findSiteLink(tx, product_id, site_id)
    if (before === null || !(await deleteSiteLink(tx, product_id, site_id)))
      throw new AppError('NOT_FOUND', { product_id, site_id })
    await announceLinksChange(tx, [before.sku])
    await trail(tx, write, 'site_link.removed', {
      ...{ site_id, product_id },
      site_product_id: { before: before.site_product_id, after: null },
    })
  })
}

async function trail(
  tx: Tx,
  write: RepeatableWrite,
  action: string,
  facts: Readonly<Record<string, unknown>> & { readonly product_id: string },
): Promise<void> {
  const actor = actorOf(write.principal)
  await recordAudit(tx, { actor, action, target: facts.product_id, facts, ip: write.ip })
}
