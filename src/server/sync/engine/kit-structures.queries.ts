import { expandKits, type KitComponent, type KitStructures } from '../../../domain/sync/kits.ts'
import { fromGrains, ONE_UNIT } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'

/** Kits in kits beyond this are no kits that anybody sells. */
const DEEPEST_KIT = 5

/** All kits, or only those that follow from their components: others are counted by themselves, put together beforehand. */
type Which = 'all' | 'following'

/** What the kits among these SKUs are made of, and the kits within them. What is no kit, or one that nobody has read, has no entry. */
export async function kitStructuresOf(
  tx: Tx,
  skus: readonly string[],
  which: Which = 'all',
): Promise<KitStructures> {
  const structures = new Map<string, readonly KitComponent[]>()
  let asked = [...new Set(skus)]
  for (let depth = 0; depth < DEEPEST_KIT && asked.length > 0; depth += 1) {
    const found = await componentsOf(tx, asked, which)
    for (const [sku, components] of found) structures.set(sku, components)
    const inner = [...found.values()].flat().map(({ sku }) => sku)
    asked = [...new Set(inner)].filter((sku) => !structures.has(sku))
  }
  return structures
}

/**
 * What one of each of these kits follows from, taken apart to the last; a kit that nobody has read, that is counted by itself, or that
 * contains itself, has no entry.
 */
export async function partsOfKits(tx: Tx, skus: readonly string[]): Promise<KitStructures> {
  const structures = await kitStructuresOf(tx, skus, 'following')
  return new Map(
    skus.flatMap((sku): [string, readonly KitComponent[]][] => {
      if (!structures.has(sku)) return []
      const expanded = expandKits([{ sku, quantity: ONE_UNIT }], structures)
      return expanded.ok ? [[sku, expanded.items]] : []
    }),
  )
}

/** A kit that some site has, and those sites. */
export type KitAtSites = { readonly sku: string; readonly site_ids: readonly string[] }

/** The kits at sites that some of these SKUs are in, directly or within other kits; nothing at once where nobody composes kits. */
export async function kitsAtSitesWith(tx: Tx, skus: readonly string[]): Promise<readonly KitAtSites[]> {
  return tx.prepared<KitAtSites>('kits at sites with', AT_SITES_WITH, [tx.tenant_id, skus])
}

// Every look asks these: planned anew each time, they would take longer to plan than to run.
const AT_SITES_WITH = `
  with recursive inside as (
    select l.account_id, l.bling_product_id from products p
      join product_links l on l.tenant_id = p.tenant_id and l.product_id = p.id
     where p.tenant_id = $1 and p.sku = any ($2::text[]) and exists (select from bling_kit_parts where tenant_id = $1)
    union
    select k.account_id, k.kit_id from inside
      join bling_kit_parts k
        on k.tenant_id = $1 and k.account_id = inside.account_id and k.component_id = inside.bling_product_id)
  select p.sku, array_agg(distinct s.site_id::text) as site_ids from inside
    join bling_kit_parts k on k.tenant_id = $1 and k.account_id = inside.account_id and k.kit_id = inside.bling_product_id
    join product_links l
      on l.tenant_id = $1 and l.account_id = inside.account_id and l.bling_product_id = inside.bling_product_id
    join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
    join site_product_links s on s.tenant_id = p.tenant_id and s.product_id = p.id
   group by p.sku order by p.sku`

const COMPONENTS = `
  with kits as (
    select distinct on (p.sku) p.sku, l.account_id, l.bling_product_id
      from products p
      join product_links l on l.tenant_id = p.tenant_id and l.product_id = p.id
      join bling_products b
        on b.tenant_id = l.tenant_id and b.account_id = l.account_id and b.product_id = l.bling_product_id and b.kind = 'kit'
       and ($3::text = 'all' or b.kit_stock = 'virtual')
     where p.tenant_id = $1 and p.sku = any ($2::text[]) and exists (select from bling_kit_parts where tenant_id = $1)
     order by p.sku, l.account_id)
  select kits.sku as kit, coalesce(p.sku, b.code) as sku, k.quantity
    from kits join bling_kit_parts k
      on k.tenant_id = $1 and k.account_id = kits.account_id and k.kit_id = kits.bling_product_id
    left join product_links l on l.tenant_id = $1 and l.account_id = k.account_id and l.bling_product_id = k.component_id
    left join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
    left join bling_products b on b.tenant_id = $1 and b.account_id = k.account_id and b.product_id = k.component_id
   order by kits.sku, k.position`

/** The components of each kit by our SKUs, as the first account that has it composes it. */
async function componentsOf(
  tx: Tx,
  skus: readonly string[],
  which: Which,
): Promise<Map<string, KitComponent[]>> {
  type Row = { readonly kit: string; readonly sku: string; readonly quantity: number }
  const rows = await tx.prepared<Row>('kit components', COMPONENTS, [tx.tenant_id, skus, which])
  const byKit = Map.groupBy(rows, (row) => row.kit)
  return new Map(
    [...byKit].map(([kit, parts]) => [
      kit,
      parts.map(({ sku, quantity }) => ({ sku, quantity: fromGrains(quantity) })),
    ]),
  )
}
