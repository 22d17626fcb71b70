import type * as z from 'zod'
import type { newProduct, productChange } from '../../contract/catalog.ts'
import { actorOf } from '../auth/audit.store.ts'
import { readSettings } from '../auth/settings.store.ts'
import type { Tx } from '../db/database.ts'
import type { StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import { allBranchIds } from './branches.store.ts'
import type { CatalogDeps, CatalogWrite } from './catalog-deps.ts'
import { catalogPlan, codesOf, isRepacked } from './catalog-plan.ts'
import { changeFacts } from './change-facts.ts'
import { levelsOfProducts } from './levels.store.ts'
import { type GivenFields, type PlannedProduct, planNewProduct, planProductChange } from './plan-product.ts'
import { refuseProduct } from './product-findings.ts'
import { productView } from './product-view.ts'
import { productWarnings } from './product-warnings.ts'
import { findProduct, findProductsBySku } from './products.store.ts'
import { type Planned, writeCatalog } from './write-catalog.ts'

/** Adds a product, with an empty level in every branch. */
export async function createProduct(
  deps: CatalogDeps,
  write: CatalogWrite,
  body: z.infer<typeof newProduct>,
): Promise<StoredAnswer> {
  return writeCatalog(deps, write, async (tx) => {
    const { confirm_no_saving, ...given } = body
    await requireFreeSku(tx, given.sku, null)
    const planned = planNewProduct(newId(), given, {
      rules: await readSettings(tx),
      now: deps.clock.now(),
      confirmed: confirm_no_saving ?? false,
    })
    return plannedWrite(tx, write, planned, 'product.created')
  })
}

/** Changes the given fields of a product; another packing splits its stock anew in every branch, in the same transaction. */
export async function changeProduct(
  deps: CatalogDeps,
  write: CatalogWrite,
  id: string,
  body: z.infer<typeof productChange>,
): Promise<StoredAnswer> {
  const { confirm_no_saving, ...given } = body
  return changeFields(deps, write, {
    id,
    given,
    confirmed: confirm_no_saving ?? false,
    action: 'product.changed',
  })
}

/** Puts a product away: refused while anything is left of it anywhere. It keeps its history. */
export async function archiveProduct(
  deps: CatalogDeps,
  write: CatalogWrite,
  id: string,
): Promise<StoredAnswer> {
  return changeFields(deps, write, {
    id,
    given: { is_active: false },
    confirmed: false,
    action: 'product.archived',
  })
}

/** Takes an archived product back into use. */
export async function restoreProduct(
  deps: CatalogDeps,
  write: CatalogWrite,
  id: string,
): Promise<StoredAnswer> {
  return changeFields(deps, write, {
    id,
    given: { is_active: true },
    confirmed: false,
    action: 'product.restored',
  })
}

async function changeFields(
  deps: CatalogDeps,
  write: CatalogWrite,
  change: {
    readonly id: string
    readonly given: GivenFields
    readonly confirmed: boolean
    readonly action: string
  },
): Promise<StoredAnswer> {
  return writeCatalog(deps, write, async (tx) => {
    const before = await findProduct(tx, change.id)
    if (before === null) throw new AppError('NOT_FOUND', { product_id: change.id })
    if (change.given.sku !== undefined) await requireFreeSku(tx, change.given.sku, change.id)
    const planned = planProductChange(before, change.given, {
      rules: await readSettings(tx),
      now: deps.clock.now(),
      confirmed: change.confirmed,
    })
    await requireNothingWaiting(deps, tx, planned)
    return plannedWrite(tx, write, planned, change.action)
  })
}

async function plannedWrite(
  tx: Tx,
  write: CatalogWrite,
  planned: PlannedProduct,
  action: string,
): Promise<Planned> {
  if (planned.refusal !== null) refuseProduct(planned.refusal)
  const trail = {
    actor: actorOf(write.principal),
    action,
    target: planned.after.id,
    facts: changeFacts(planned),
    ip: write.ip,
  }
  const found = {
    branch_ids: await allBranchIds(tx),
    levels: isRepacked(planned) ? await levelsOfProducts(tx, [planned.after.id]) : [],
  }
  return {
    plan: catalogPlan([planned], found, planned.changed.size === 0 ? [] : [trail]),
    status: planned.before === null ? 201 : 200,
    body: productView(planned.after, await productWarnings(tx, planned.after, await readSettings(tx))),
  }
}

/** What was done in the old packing and is not in the books yet would be read in the new one. */
async function requireNothingWaiting(deps: CatalogDeps, tx: Tx, planned: PlannedProduct): Promise<void> {
  if (planned.refusal !== null || !isRepacked(planned)) return
  const { id: product_id, name: product_name } = planned.after
  const facts = (await deps.waitingFor(tx, [codesOf(planned)])).get(product_id)
  if (facts !== undefined) throw new AppError('OPERATIONS_WAITING', { product_id, product_name, ...facts })
}

async function requireFreeSku(tx: Tx, sku: string, ownId: string | null): Promise<void> {
  const taken = (await findProductsBySku(tx, [sku])).get(sku)
  if (taken !== undefined && taken.id !== ownId) throw new AppError('SKU_TAKEN', { sku })
}
