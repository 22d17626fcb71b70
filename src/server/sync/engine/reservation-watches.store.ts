import { fromGrains, type Quantity } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** What an account's deposits held of a SKU, and how much of it apart, before an order. */
export type ReservationBaseline = {
  readonly main_before: Quantity
  readonly shared_before: Quantity
  readonly held_before: Quantity
}

/** An order whose reservation is being looked for; the baseline is null until the first look since. */
export type StoredWatch = {
  readonly account_id: string
  readonly sku: string
  readonly quantity: Quantity
  readonly began_at: Date
  readonly baseline: ReservationBaseline | null
}

/** Begins to watch an order for these SKUs. */
export async function beginWatches(
  tx: Tx,
  order: { readonly account_id: string; readonly order_id: string },
  items: readonly { readonly sku: string; readonly quantity: Quantity }[],
  at: Date,
): Promise<void> {
  if (items.length === 0) return
  await tx.query(sql`
    insert into sync_reservation_watches (tenant_id, account_id, sku, order_id, quantity, began_at)
    select ${tx.tenant_id}, ${order.account_id}, sku, ${order.order_id}, quantity, ${at}
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r (sku text, quantity bigint) order by sku
    on conflict do nothing`)
}

/** Ends the watches of an account on some SKUs, or on all; gives the SKUs. */
export async function endWatches(
  tx: Tx,
  account_id: string,
  skus: readonly string[] | 'all',
): Promise<string[]> {
  const rows = await tx.query<{ sku: string }>(sql`
    delete from sync_reservation_watches
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}
       and (${skus === 'all'} or sku = any (${skus === 'all' ? [] : skus}::text[]))
    returning sku`)
  return rows.map((row) => row.sku)
}

/** The watches on some SKUs, held for a change. */
export async function lockWatches(tx: Tx, skus: readonly string[]): Promise<StoredWatch[]> {
  const rows = await tx.query<{
    account_id: string
    sku: string
    quantity: number
    began_at: Date
    main_before: number | null
    shared_before: number | null
    held_before: number | null
  }>(sql`
    select account_id, sku, quantity, began_at, main_before, shared_before, held_before from sync_reservation_watches
     where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[]) order by account_id, sku for update`)
  return rows.map(({ account_id, sku, quantity, began_at, main_before, shared_before, held_before }) => ({
    account_id,
    sku,
    quantity: fromGrains(quantity),
    began_at,
    baseline:
      main_before === null || shared_before === null || held_before === null
        ? null
        : {
            main_before: fromGrains(main_before),
            shared_before: fromGrains(shared_before),
            held_before: fromGrains(held_before),
          },
  }))
}

/** Keeps what there was before the order. */
export async function saveBaseline(
  tx: Tx,
  { account_id, sku }: Pick<StoredWatch, 'account_id' | 'sku'>,
  { main_before, shared_before, held_before }: ReservationBaseline,
): Promise<void> {
  await tx.query(sql`
    update sync_reservation_watches
       set main_before = ${main_before}, shared_before = ${shared_before}, held_before = ${held_before}
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and sku = ${sku}`)
}
