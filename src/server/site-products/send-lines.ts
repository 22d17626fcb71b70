import type { Family } from '../../domain/sites/family.ts'
import { fieldOf, type ProductFields, saysSomething } from '../../domain/sites/product-fields.ts'
import type { Connector, FamilyWrite, ItemEnd, ProductWrite, SiteProduct } from '../sites/connector.ts'
import { familiesOf } from './families.queries.ts'
import { readProductSite } from './settings.store.ts'
import { type DueLine, fieldsOf, type LinesAtWork } from './write-lines.ts'

/** What a site answered: for each line, and the product with variations that lines went into. */
export type Sent = {
  readonly ends: readonly ItemEnd<SiteProduct>[]
  readonly parent: SiteProduct | null
}

/** What one turn sends: whatever stands by itself, else the variations of one family. The rest has its turn next. */
export function nextToSend(due: readonly DueLine[]): readonly DueLine[] {
  const single = due.filter(({ write }) => write.family === undefined)
  if (single.length > 0) return single
  const owner_id = due[0]?.write.family?.owner_id
  return due.filter(({ write }) => write.family?.owner_id === owner_id)
}

/** Sends the lines of one turn. Throws `SiteError`. */
export async function sendLines(
  work: LinesAtWork,
  connector: Connector,
  due: readonly DueLine[],
): Promise<Sent> {
  const family = due[0]?.write.family
  const { write, writeFamily } = connector.products
  if (due.length === 0) return { ends: [], parent: null }
  if (family === undefined || writeFamily === undefined)
    return { ends: await write(due.map(writeOf)), parent: null }
  const { members, parent } = await writeFamily(await familyWrite(work, connector, family, due))
  return { ends: members, parent }
}

function writeOf({ product: { row }, write }: DueLine): ProductWrite {
  const isNew = write.kind === 'create' || row.s_product_id === null
  const ref = isNew ? null : { product_id: row.s_product_id ?? '', parent_id: row.s_parent_id }
  return { ref, fields: fieldsOf(write) }
}

/** A family is on sale when one of its variations is to be. */
async function familyWrite(
  { deps, tenant_id, site_id }: LinesAtWork,
  { capabilities }: Connector,
  { owner_id, name, sku, there }: Family,
  due: readonly DueLine[],
): Promise<FamilyWrite> {
  const family = await deps.database.tenant(tenant_id, async (tx) => {
    const account_id = (await readProductSite(tx, site_id))?.account_in_force ?? null
    if (account_id === null) return undefined
    return (await familiesOf(tx, { site_id, account_id }, [owner_id])).get(owner_id)
  })
  const is_active = due.some(({ write }) => fieldsOf(write).is_active === true)
  const fields: ProductFields = { ...family?.more, name, sku, is_active }
  const kept = capabilities.product_fields.flatMap((field) => {
    const value = fieldOf(fields, field)
    return saysSomething(value) ? [[field, value] as const] : []
  })
  return {
    product_id: there,
    fields: Object.fromEntries(kept),
    sibling_skus: family?.sibling_skus ?? [],
    members: due.map(({ write }) => ({
      fields: fieldsOf(write),
      attributes: write.family?.attributes ?? [],
    })),
  }
}
