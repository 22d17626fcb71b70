import { newProduct } from '../../contract/catalog.ts'
import { ERRORS } from '../../contract/errors.ts'
import { SYSTEM_ACTOR_ID } from '../auth/principal.ts'
import { findProductsBySku } from '../catalog/products.store.ts'
import { createProduct } from '../catalog/save-product.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { announceLinksChange } from '../sync/links/links-changed.ts'
import { settleLinks } from '../sync/links/links-of-skus.ts'
import { insertSiteLinks } from '../sync/sites/site-links.store.ts'
import { rereadAllOrders } from '../sync/sites/sync-sites.store.ts'
import { judgeNewcomer } from './newcomer-lines.ts'
import { type LineEnd, type NewcomerLine, settleLines } from './runs.store.ts'
import { issuesText, writerOf } from './write-catalogue.ts'
import { ended, fieldsOf, type LinesAtWork, OVERTAKEN } from './write-lines.ts'

/** Makes products of a site ours, one after the other, through the door that people use, and links each at once. */
export async function makeInCatalogue(work: LinesAtWork, lines: readonly NewcomerLine[]): Promise<null> {
  const { deps, tenant_id, run_id } = work
  for (const line of lines) {
    const end = await makeOne(work, line)
    await deps.database.tenant(tenant_id, (tx) => settleLines(tx, run_id, [end], deps.clock.now()))
  }
  return null
}

async function makeOne(work: LinesAtWork, line: NewcomerLine): Promise<LineEnd> {
  const { deps, tenant_id, site_id } = work
  const judged = await deps.database.tenant(tenant_id, (tx) => judgeNewcomer(tx, site_id, line))
  if (judged.kind === 'over') return judged.end
  if (judged.kind === 'due') {
    const { name, sku, price_cents, gtin } = fieldsOf(judged.write)
    const product = newProduct.safeParse({
      ...{ name, sku, confirm_no_saving: true },
      ...(price_cents === undefined ? {} : { unit_price_cents: price_cents }),
      ...(gtin === undefined ? {} : { gtin }),
    })
    if (!product.success) return ended(line, 'refused', issuesText(product.error))
    try {
      await createProduct(deps.catalog, writerOf(work, line), product.data)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // Another site or a person made it a moment ago: it is to be shown again, as what it is now.
      if (error.code === 'SKU_TAKEN') return ended(line, 'overtaken', OVERTAKEN)
      return ended(line, 'refused', ERRORS[error.code].detail(error.facts))
    }
  }
  await deps.database.tenant(tenant_id, (tx) => link(tx, site_id, line, deps.clock.now()))
  return ended(line, 'done')
}

/** Whoever was made, or had the SKU already, is this product of the site, and whatever has the SKU in the accounts. */
async function link(tx: Tx, site_id: string, line: NewcomerLine, now: Date): Promise<void> {
  const { sku, site_product_id } = line
  const own = (await findProductsBySku(tx, [sku])).get(sku)
  if (own === undefined) return
  await insertSiteLinks(tx, [
    {
      ...{ site_id, product_id: own.id, site_product_id },
      ...{ origin: 'sku' as const, linked_at: now, linked_by: SYSTEM_ACTOR_ID },
    },
  ])
  await settleLinks(tx, [sku], now)
  await rereadAllOrders(tx, site_id, now)
  await announceLinksChange(tx, [sku])
}
