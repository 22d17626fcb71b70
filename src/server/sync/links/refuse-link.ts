import type { RefusedProductLink } from '../../../contract/product-links.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { lockAccount } from '../../bling/accounts.store.ts'
import type { CatalogWrite } from '../../catalog/catalog-deps.ts'
import { findProduct } from '../../catalog/products.store.ts'
import { idempotently, type StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { CopyDeps } from '../products/copy-deps.ts'
import { findLink } from './link-list.queries.ts'
import { announceLinksChange } from './links-changed.ts'
import { insertRefusedLink } from './refused-links.store.ts'
import { namedCandidates } from './suggestions.queries.ts'

/**
 * Says that our product is not this product of the account: it is never suggested again, and what is left decides. Without another
 * candidate the account does not have the product, so the SKU waits no longer. Linking the two later takes it back.
 */
export async function refuseLink(
  deps: Pick<CopyDeps, 'database' | 'clock'>,
  write: CatalogWrite,
  body: RefusedProductLink,
): Promise<StoredAnswer> {
  const { account_id, product_id, bling_product_id } = body
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      if ((await lockAccount(tx, account_id)) === null) throw new AppError('NOT_FOUND', { account_id })
      const product = await findProduct(tx, product_id)
      if (product === null) throw new AppError('NOT_FOUND', { product_id })
      const known = await namedCandidates(tx, [{ account_id, product_id: bling_product_id }])
      if (known(account_id, [bling_product_id]).length === 0)
        throw new AppError('NOT_FOUND', { bling_product_id })
      if ((await findLink(tx, product_id, account_id))?.bling_product_id === bling_product_id)
        throw new AppError('LINK_STANDS', { sku: product.sku, account_id, bling_product_id })
      const refused_by = write.principal.user_id
      await insertRefusedLink(tx, { ...body, refused_by, refused_at: deps.clock.now() })
      await announceLinksChange(tx, [product.sku])
      await recordAudit(tx, {
        actor: actorOf(write.principal),
        action: 'product_link.refused',
        target: product_id,
        facts: body,
        ip: write.ip,
      })
      return { status: 201, body }
    }),
  )
}
