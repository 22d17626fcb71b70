import { kitAvailability } from '../../../domain/sync/kits.ts'
import { fromGrains, NOTHING, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** A kit of an account, what it is made of, and how many whole ones the pools' stock makes. */
export type KitView = {
  readonly account_id: string
  readonly product_id: string
  readonly code: string
  readonly name: string
  /** Null while a component is nobody's, or no pool has decided about it yet. */
  readonly available: number | null
  readonly components: {
    readonly product_id: string
    readonly sku: string | null
    readonly quantity: number
    readonly available: number | null
  }[]
}

type PartRow = {
  readonly kit_id: string
  readonly kit_code: string
  readonly kit_name: string
  readonly component_id: string
  readonly quantity: number
  readonly sku: string | null
  readonly available: number | null
}

/**
 * Active kits of an account by Bling's id, from after one on, one more than `limit`. Where pools disagree about a component the smallest
 * number counts: less is promised than there may be, never more.
 */
export async function listKits(
  tx: Tx,
  account_id: string,
  page: { readonly limit: number; readonly after: string | null },
): Promise<KitView[]> {
  const rows = await tx.query<PartRow>(sql`
    with kits as (
      select product_id, code, name from bling_products
       where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and kind = 'kit' and status = 'active'
         and (${page.after}::text is null or product_id > ${page.after})
       order by product_id limit ${page.limit + 1})
    select k.product_id as kit_id, k.code as kit_code, k.name as kit_name, t.component_id, t.quantity, p.sku,
           (select min(d.available) from sync_decisions d where d.tenant_id = ${tx.tenant_id} and d.sku = p.sku) as available
      from kits k
      join bling_kit_parts t
        on t.tenant_id = ${tx.tenant_id} and t.account_id = ${account_id} and t.kit_id = k.product_id
      left join product_links l
        on l.tenant_id = t.tenant_id and l.account_id = t.account_id and l.bling_product_id = t.component_id
      left join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
     order by k.product_id, t.position`)
  return [...Map.groupBy(rows, (row) => row.kit_id).values()].map((parts) => kitOf(account_id, parts))
}

function kitOf(account_id: string, parts: readonly PartRow[]): KitView {
  const [first] = parts
  const isKnown = parts.every((part) => part.available !== null)
  const available = new Map(parts.map((part) => [part.component_id, fromGrains(part.available ?? 0)]))
  const composition = parts.map((part) => ({ sku: part.component_id, quantity: fromGrains(part.quantity) }))
  return {
    account_id,
    product_id: first?.kit_id ?? '',
    code: first?.kit_code ?? '',
    name: first?.kit_name ?? '',
    available: isKnown
      ? toUnits(kitAvailability(composition, (component) => available.get(component) ?? NOTHING))
      : null,
    components: parts.map((part) => ({
      product_id: part.component_id,
      sku: part.sku,
      quantity: toUnits(fromGrains(part.quantity)),
      available: part.available === null ? null : toUnits(fromGrains(part.available)),
    })),
  }
}
