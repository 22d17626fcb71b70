import type { NewProductLink } from '../../../contract/product-links.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { lockAccount, readAccount } from '../../bling/accounts.store.ts'
import { forPerson } from '../../bling/bling-problem.ts'
import type { CatalogWrite } from '../../catalog/catalog-deps.ts'
import { findProduct } from '../../catalog/products.store.ts'
import type { Tx } from '../../db/database.ts'
import { answerBefore, idempotently, type StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import { kitsAtSitesWith } from '../engine/kit-structures.queries.ts'
import { rememberDetail } from '../products/copies.store.ts'
import type { CopyDeps } from '../products/copy-deps.ts'
import { findLink } from './link-list.queries.ts'
import { announceLinksChange } from './links-changed.ts'
import { deleteLink, linkOfBlingProduct, upsertLink } from './one-link.store.ts'
import { deleteRefusedLink } from './refused-links.store.ts'

/**
 * Says that our product is this product of the account, whatever their codes; it replaces what was linked before, and
 * what was refused. The product is looked up in Bling first, so that nobody links what is not there.
 */
export async function saveLink(
  deps: CopyDeps,
  write: CatalogWrite,
  body: NewProductLink,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  const { account_id, product_id, bling_product_id } = body
  const answer = await deps.database.tenant(tenant_id, async (tx) => {
    const before = await answerBefore(tx, write)
    if (before === null && (await readAccount(tx, account_id)) === null)
      throw new AppError('NOT_FOUND', { account_id })
    return before
  })
  if (answer !== null) return answer
  const client = deps.clients.forAccount(tenant_id, account_id, 'person')
  const detail = await forPerson(() => client.products.detail(bling_product_id))
  return deps.database.tenant(tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      if ((await lockAccount(tx, account_id)) === null) throw new AppError('NOT_FOUND', { account_id })
      const product = await findProduct(tx, product_id)
      if (product === null) throw new AppError('NOT_FOUND', { product_id })
      await rememberDetail(tx, account_id, detail, deps.clock.now())
      const taken = await linkOfBlingProduct(tx, account_id, bling_product_id)
      if (taken !== null && taken.product_id !== product_id)
        throw new AppError('LINK_TAKEN', { sku: taken.sku, account_id, bling_product_id })
      const before = await findLink(tx, product_id, account_id)
      const kits = await kitsAtSitesWith(tx, [product.sku])
      await deleteRefusedLink(tx, body)
      await upsertLink(tx, { ...body, linked_by: write.principal.user_id, linked_at: deps.clock.now() })
      await announceLinksChange(tx, [product.sku, ...kits.map(({ sku }) => sku)])
      await trail(tx, write, 'product_link.saved', {
        product_id,
        account_id,
        bling_product_id: { before: before?.bling_product_id ?? null, after: bling_product_id },
      })
      return { status: 201, body: await findLink(tx, product_id, account_id) }
    }),
  )
}

/** Takes a link away. An exact code links again with the next reading of the account; nothing is changed in Bling. */
export async function removeLink(
  deps: Pick<CopyDeps, 'database'>,
  write: CatalogWrite,
  link: { readonly product_id: string; readonly account_id: string },
): Promise<void> {
  const { product_id, account_id } = link
  await deps.database.tenant(write.principal.tenant_id, async (tx) => {
    const before = await findLink(tx, product_id, account_id)
    if (before === null) throw new AppError('NOT_FOUND', { product_id, account_id })
    // Afterwards nobody could tell which kits it was a part of.
    const kits = await kitsAtSitesWith(tx, [before.sku])
    await deleteLink(tx, product_id, account_id)
    await announceLinksChange(tx, [before.sku, ...kits.map(({ sku }) => sku)])
    const facts = {
      product_id,
      account_id,
      bling_product_id: { before: before.bling_product_id, after: null },
    }
    await trail(tx, write, 'product_link.removed', facts)
  })
}

async function trail(
  tx: Tx,
  write: CatalogWrite,
  action: string,
  facts: Readonly<Record<string, unknown>> & { readonly product_id: string },
): Promise<void> {
  const actor = actorOf(write.principal)
  await recordAudit(tx, { actor, action, target: facts.product_id, facts, ip: write.ip })
}
