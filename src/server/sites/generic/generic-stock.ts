import { fromGrains, fromUnits, minus, type Quantity, sum, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { ItemEnd, SiteProductRef, SiteStock, StockChange, StockWrite } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import {
  type GenericStockRow,
  holdShownStock,
  lockGenericStock,
  readGenericStock,
  saveGenericStock,
} from './generic-stock.store.ts'

/** The stock of some products of a site that keeps it with us. */
export async function genericStockOf(
  tx: Tx,
  site_id: string,
  refs: readonly SiteProductRef[],
): Promise<SiteStock[]> {
  const rows = await readGenericStock(
    tx,
    site_id,
    refs.map(({ product_id }) => product_id),
  )
  const byId = new Map(rows.map((row) => [row.product_id, row]))
  return refs.map(({ product_id }) => {
    const row = byId.get(product_id)
    return row === undefined ? { kind: 'absent' } : observed(row)
  })
}

/** Sets quantities; one that names an older version is refused, and the others are set all the same. */
export async function setGenericStock(
  tx: Tx,
  site_id: string,
  writes: readonly StockWrite[],
): Promise<ItemEnd<SiteStock>[]> {
  return change(tx, site_id, writes, (row, { quantity, expected_version }) =>
    expected_version !== undefined && expected_version !== String(row.version) ? null : quantity,
  )
}

/** Adds differences in one step each: none is lost, whatever happens meanwhile. */
export async function adjustGenericStock(
  tx: Tx,
  site_id: string,
  changes: readonly StockChange[],
): Promise<ItemEnd<SiteStock>[]> {
  return change(tx, site_id, changes, (row, { difference }) => sum([fromGrains(row.quantity), difference]))
}

/**
 * Takes what was sold from what the site shows, as other shops do by themselves. A product of which nothing was ever shown is not kept here.
 * Throws `INSUFFICIENT_STOCK`.
 */
export async function sellFromShelf(
  tx: Tx,
  site_id: string,
  items: readonly { readonly product_id: string; readonly name: string; readonly quantity: number }[],
): Promise<void> {
  const ids = items.map(({ product_id }) => product_id)
  const left = await holdShownStock(tx, site_id, ids)
  for (const { product_id, name, quantity } of items) {
    const there = left.get(product_id)
    if (there === undefined) continue
    const after = minus(fromGrains(there), fromUnits(quantity))
    if (after < fromUnits(0)) {
      const available = Math.max(0, toUnits(fromGrains(there)))
      throw new AppError('INSUFFICIENT_STOCK', { product_name: name, available, required: quantity })
    }
    left.set(product_id, after)
  }
  await saveGenericStock(tx, site_id, left)
}

async function change<Item extends { readonly ref: SiteProductRef }>(
  tx: Tx,
  site_id: string,
  items: readonly Item[],
  next: (row: GenericStockRow, item: Item) => Quantity | null,
): Promise<ItemEnd<SiteStock>[]> {
  const rows = await lockGenericStock(
    tx,
    site_id,
    items.map(({ ref }) => ref.product_id),
  )
  const changed = new Map<string, number>()
  const ends = items.map((item): ItemEnd<SiteStock> => {
    const { product_id } = item.ref
    const row = rows.get(product_id)
    if (row === undefined) return refused('not_found', 'product_unknown')
    const quantity = next({ ...row, quantity: changed.get(product_id) ?? row.quantity }, item)
    if (quantity === null) return refused('invalid', 'version_outdated')
    changed.set(product_id, quantity)
    return { kind: 'done', result: observed({ ...row, quantity, version: row.version + 1 }) }
  })
  await saveGenericStock(tx, site_id, changed)
  return ends
}

function observed({ quantity, version }: GenericStockRow): SiteStock {
  return { kind: 'observed', quantity: fromGrains(quantity), version: String(version) }
}

function refused(kind: 'not_found' | 'invalid', code: string): ItemEnd<SiteStock> {
  return { kind: 'refused', error: new SiteError({ kind, operation: 'stock', code }) }
}
