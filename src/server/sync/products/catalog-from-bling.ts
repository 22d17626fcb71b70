import { newProduct } from '../../../contract/catalog.ts'
import { ERRORS } from '../../../contract/errors.ts'
import type { CatalogFromBlingRow } from '../../../contract/product-links.ts'
import { isGtin } from '../../../domain/catalog/gtin.ts'
import { actorOf } from '../../auth/audit.store.ts'
import { readSettings } from '../../auth/settings.store.ts'
import { readAccount } from '../../bling/accounts.store.ts'
import { allBranchIds } from '../../catalog/branches.store.ts'
import type { CatalogDeps, CatalogWrite } from '../../catalog/catalog-deps.ts'
import { catalogPlan } from '../../catalog/catalog-plan.ts'
import { changeFacts } from '../../catalog/change-facts.ts'
import { type PlannedProduct, planNewProduct } from '../../catalog/plan-product.ts'
import type { ProductRow } from '../../catalog/product-row.ts'
import { findProductsBySku } from '../../catalog/products.store.ts'
import { writeCatalog } from '../../catalog/write-catalog.ts'
import type { Tx } from '../../db/database.ts'
import type { StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import { newId } from '../../kernel/ids.ts'
import { announceLinksChange } from '../links/links-changed.ts'
import { relinkByCode } from '../links/relink-by-code.ts'
import { type CopyForCatalog, copiesForCatalog } from './copy-list.queries.ts'

/** Which products of which account shall be ours. */
export type CatalogFromBling = {
  readonly account_id: string
  readonly product_ids: readonly string[] | undefined
  readonly preview: boolean
}

type Row = CatalogFromBlingRow & { readonly planned: PlannedProduct | null }

/**
 * Makes products of an account ours: one of each SKU that we do not have, linked at once. What we have already is only linked, and asking
 * again changes nothing. A preview says the same and keeps nothing. Reads our copy of the account; asks Bling nothing.
 */
export async function catalogFromBling(
  deps: CatalogDeps,
  write: CatalogWrite,
  request: CatalogFromBling,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  if (request.preview) {
    const rows = await deps.database.tenant(tenant_id, (tx) => planRows(deps, tx, request))
    return { status: 200, body: JSON.stringify(resultOf(rows, true)), replayed: false }
  }
  let skus: readonly string[] = []
  const answer = await writeCatalog(deps, write, async (tx) => {
    const rows = await planRows(deps, tx, request)
    skus = rows.flatMap(({ sku, result }) => (sku !== null && result !== 'refused' ? [sku] : []))
    const planned = rows.flatMap((row) => row.planned ?? [])
    const found = { branch_ids: await allBranchIds(tx), levels: [] }
    const trail = planned.map((one) => trailOf(write, one, request.account_id))
    return { plan: catalogPlan(planned, found, trail), status: 200, body: resultOf(rows, false) }
  })
  await deps.database.tenant(tenant_id, async (tx) => {
    const changed = await relinkByCode(tx, request.account_id, skus, deps.clock.now())
    await announceLinksChange(tx, changed)
  })
  return answer
}

async function planRows(
  deps: CatalogDeps,
  tx: Tx,
  { account_id, product_ids }: CatalogFromBling,
): Promise<Row[]> {
  if ((await readAccount(tx, account_id)) === null) throw new AppError('NOT_FOUND', { account_id })
  const copies = await copiesForCatalog(tx, account_id, product_ids)
  const known = await findProductsBySku(
    tx,
    copies.map((copy) => copy.code),
  )
  const circumstances = { rules: await readSettings(tx), now: deps.clock.now(), confirmed: false }
  return copies.map((copy) => {
    const sku = copy.code === '' ? null : copy.code
    const shown = { bling_product_id: copy.product_id, sku, name: copy.name }
    return { ...shown, ...outcomeOf(copy, known.get(copy.code), circumstances) }
  })
}

type Outcome = Pick<Row, 'result' | 'reason' | 'planned'>

function outcomeOf(
  copy: CopyForCatalog,
  same: ProductRow | undefined,
  circumstances: Parameters<typeof planNewProduct>[2],
): Outcome {
  const refused = (reason: string): Outcome => ({ result: 'refused', reason, planned: null })
  const unfit = refusalOf(copy)
  if (unfit !== null) return refused(unfit)
  if (copy.is_linked) return { result: 'unchanged', reason: null, planned: null }
  if (copy.is_sku_linked) return refused('o SKU já está vinculado a outro produto desta conta')
  if (same?.is_active === false) return refused('o produto deste SKU está arquivado no EstoqueUni')
  if (same !== undefined) return { result: 'linked', reason: null, planned: null }
  const parsed = newProduct.safeParse(fieldsOf(copy))
  if (!parsed.success)
    return refused(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  const planned = planNewProduct(newId(), parsed.data, circumstances)
  const { refusal } = planned
  if (refusal !== null) return refused(ERRORS[refusal.code].detail(refusal.facts))
  return { result: 'created', reason: null, planned }
}

/** Why a product cannot be ours; null when it can. */
function refusalOf(copy: CopyForCatalog): string | null {
  if (copy.status !== 'active') return 'não está ativo no Bling'
  if (copy.kind === 'kit')
    return 'é um kit: o estoque é o dos componentes; para vendê-lo em um site, cadastre um produto com o código dele'
  if (copy.kind === 'parent') return 'tem variações: o estoque é o de cada variação'
  if (copy.code.trim() === '') return 'não tem código (SKU) no Bling'
  if (copy.code !== copy.code.trim()) return 'o código tem espaço no começo ou no fim; corrija no Bling'
  if (copy.same_code > 1) return `o código ${copy.code} está em ${copy.same_code} produtos ativos desta conta`
  return null
}

/** A bar code that is none is left out: it would keep the product from being ours, and nobody could scan it. */
function fieldsOf(copy: CopyForCatalog) {
  return {
    sku: copy.code,
    name: copy.name.trim().slice(0, 200),
    ...(copy.gtin !== null && isGtin(copy.gtin) ? { gtin: copy.gtin } : {}),
    ...(copy.price_cents > 0 ? { unit_price_cents: copy.price_cents } : {}),
  }
}

function trailOf(write: CatalogWrite, planned: PlannedProduct, account_id: string) {
  return {
    actor: actorOf(write.principal),
    action: 'product.created',
    target: planned.after.id,
    facts: { ...changeFacts(planned), from_bling_account: account_id },
    ip: write.ip,
  }
}

function resultOf(rows: readonly Row[], preview: boolean) {
  const count = (result: Row['result']) => rows.filter((row) => row.result === result).length
  return {
    preview,
    created: count('created'),
    linked: count('linked'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    rows: rows.map(({ planned: _planned, ...row }) => row),
  }
}
