import { fromGrains, type Quantity, sum } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import type { ItemEnd, SiteProductRef, SiteStock, StockChange, StockWrite } from '../connector.ts'
import { SiteError } from '../site-error.ts'
import {
  type GenericStockRow,
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
