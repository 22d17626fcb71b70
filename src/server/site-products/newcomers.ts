import { defaultOwners, ownersInForce } from '../../domain/sites/field-owners.ts'
import { type NewcomerPlan, planNewcomer } from '../../domain/sites/newcomer-plan.ts'
import type { ProductFields } from '../../domain/sites/product-fields.ts'
import { codeForm } from '../../domain/sync/sku-link.ts'
import type { Tx } from '../db/database.ts'
import { accountCopies } from '../sync/links/links.store.ts'
import { refusedLinksOf } from '../sync/links/refused-links.store.ts'
import {
  blingInTheWay,
  type InTheWayThere,
  type NewcomerRow,
  newcomerRows,
  ownInTheWay,
  type WhichNewcomers,
} from './newcomer-rows.queries.ts'
import { blingStanding, ownStanding, wasDeletedThere } from './newcomer-standings.ts'
import type { ProductSite } from './settings.store.ts'

/** A product of a site that our catalogue or the account does not have, with what would be made. */
export type Newcomer = {
  readonly row: NewcomerRow
  /** Its name as a new product has it. */
  readonly name: string
  readonly sku: string
  readonly plan: NewcomerPlan
  /** The account had one of its SKU, and somebody deleted it. */
  readonly was_deleted: boolean
}

/** Products looked at in one go. */
const PART = 300

/** Looks at some products of a site, from our copies; nobody is asked anything. */
export async function compareNewcomers(
  tx: Tx,
  site: ProductSite,
  which: WhichNewcomers,
): Promise<Newcomer[]> {
  const { site_id, account_in_force: account_id } = site
  const rows = await newcomerRows(tx, { site_id, account_id }, which)
  if (rows.length === 0) return []
  const keys = {
    forms: [...new Set(rows.flatMap((row) => codeForm(row.own_sku ?? row.sku) || []))],
    gtins: [...new Set(rows.flatMap(({ gtin }) => gtin ?? []))],
  }
  const own = await ownInTheWay(tx, site_id, keys)
  const there = account_id === null ? [] : await blingInTheWay(tx, account_id, keys)
  const refused = await refusedLinksOf(
    tx,
    rows.flatMap(({ product_id }) => product_id ?? []),
  )
  // Who only resembles it and was said not to be ours is in nobody's way.
  const isInTheWay =
    ({ product_id }: NewcomerRow, sku: string) =>
    (one: InTheWayThere) =>
      one.sku === sku ||
      !refused.some(
        (no) =>
          no.product_id === product_id &&
          no.account_id === account_id &&
          no.bling_product_id === one.bling_product_id,
      )
  const isCopied = (await accountCopies(tx)).some((one) => one.account_id === account_id && one.is_copied)
  return rows.map((row): Newcomer => {
    const fields = fieldsOf(site, row)
    const named = { sku: fields.sku, gtin: row.gtin }
    const others = there.filter(isInTheWay(row, fields.sku))
    const plan = planNewcomer({
      fields,
      is_variation: row.kind === 'variation',
      same_sku: Math.max(row.same_sku, 1),
      estoqueuni: row.product_id === null ? ownStanding(named, own) : { kind: 'held' },
      bling: blingStanding(named, site, others, { isCopied, isMaking: row.is_making }),
    })
    const { name, sku } = fields
    return { row, name, sku, plan, was_deleted: wasDeletedThere(named, there) }
  })
}

/** Looks at all products of a site, part by part, by id there; gives those of which something would be made, or cannot be. */
export async function* newcomerParts(
  tx: Tx,
  site: ProductSite,
  from: { readonly after: string | null; readonly search?: string | undefined },
): AsyncGenerator<Newcomer[]> {
  // Where our catalogue names the products, a site is a shelf of it: what of it stands in the account is not the site's to say.
  const with_own = ownersInForce(site.owners, defaultOwners(site.kind)).name !== 'estoqueuni'
  for (let after = from.after; ; ) {
    const part = await compareNewcomers(tx, site, { ...from, after, limit: PART, with_own })
    const open = part.filter(({ plan }) => plan.writes.length > 0 || plan.conflicts.length > 0)
    if (open.length > 0) yield open
    after = part.at(-1)?.row.site_product_id ?? null
    if (part.length < PART) return
  }
}

/** What the new product would say of itself: what our catalogue owns and has of it, else what the site shows. */
function fieldsOf(site: ProductSite, row: NewcomerRow): ProductFields & { sku: string; name: string } {
  const owners = ownersInForce(site.owners, defaultOwners(site.kind))
  const { price_cents, is_active, more } = row
  const shown = {
    ...more,
    ...{
      name: nameOf(row),
      sku: row.own_sku ?? row.sku,
      gtin: row.gtin ?? '',
      price_cents: price_cents ?? 0,
    },
    is_active,
  }
  const ours = {
    ...(owners.name === 'estoqueuni' && row.own_name !== null ? { name: row.own_name } : {}),
    ...(owners.gtin === 'estoqueuni' && row.own_gtin !== null ? { gtin: row.own_gtin } : {}),
    ...(owners.price_cents === 'estoqueuni' && row.own_price_cents !== null
      ? { price_cents: row.own_price_cents }
      : {}),
  }
  return { ...shown, ...ours }
}

/** A variation is often called only by what sets it apart. */
function nameOf({ name, parent_name }: NewcomerRow): string {
  const own = name.trim()
  const family = parent_name?.trim() ?? ''
  if (family === '' || own.startsWith(family)) return own
  return own === '' ? family : `${family} ${own}`
}
