import type { BlingStatus } from '../../domain/orders/bling-status.ts'
import type { EditHold } from '../../domain/orders/order-edit.ts'
import type { InvoiceState, Payment, Progress } from '../../domain/orders/order-facts.ts'
import type { OrderStatus } from '../../domain/orders/standing.ts'
import { fromGrains } from '../../domain/sync/quantity.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { ArrivedAddress, ArrivedItem } from './arrived-order.ts'

/** What an account's order holds: the mark of all of it (see `goodsOf`), and what it asks of our SKUs, in ten-thousandths of a unit. */
export type ItemsThere = {
  readonly goods: string
  readonly asked: readonly { readonly sku: string; readonly quantity: number }[]
}

/** In place of a key: a site was told of an invoice, and nobody knows whether it heard. */
export const UNCONFIRMED_INVOICE = ''

/** What of an order changes as it is heard of and worked on. */
export type OrderState = {
  readonly progress: Progress
  readonly payment: Payment
  readonly invoice: InvoiceState
  readonly status: OrderStatus
  readonly is_linked: boolean
  /** Whether a person has to say first that no account has it. */
  readonly is_held: boolean
  readonly account_id: string | null
  readonly may_be_there: boolean
  readonly bling_order_id: string | null
  readonly bling_number: string | null
  readonly bling_status: BlingStatus | null
  readonly was_cancelled_there: boolean
  readonly are_accounts_launched: boolean
  readonly is_stock_launched: boolean
  readonly was_fulfilled: boolean
  readonly is_stock_reversed: boolean
  readonly invoice_asked_at: Date | null
  readonly invoice_id: string | null
  readonly invoice_sent_at: Date | null
  readonly invoice_number: string | null
  readonly invoice_series: string | null
  readonly invoice_key: string | null
  readonly invoice_url: string | null
  readonly site_word: string
  /** Key of the invoice that the site was told of, or `UNCONFIRMED_INVOICE`. */
  readonly site_invoice: string | null
  /** The version that we have: when its shop changed it, and the mark of what it holds. */
  readonly site_modified_at: Date | null
  readonly site_digest: string | null
  /** Whether the account's order holds other items than ours as far as we know, and why that waits for a person. */
  readonly is_edited: boolean
  readonly edit_held: EditHold | null
  /** While it is edited: what the account's order holds, as last read. */
  readonly bling_items: ItemsThere | null
  /** What we gave or may have given the account's order to hold (see `goodsOf`), oldest first. */
  readonly sent_goods: readonly string[]
}

/** An order as it is stored. */
export type StoredOrder = OrderState & {
  readonly id: string
  readonly site_id: string
  readonly site_order_id: string
  readonly number: string
  readonly shop_number: string
  readonly placed_at: Date
  readonly taken_at: Date
  readonly items_cents: number
  readonly discount_cents: number
  readonly freight_cents: number
  readonly other_cents: number
  readonly total_cents: number
  readonly instalments: number
  readonly payment_method: string
}

/** Who bought. */
export type OrderPerson = {
  readonly name: string
  readonly document: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly address: ArrivedAddress | null
  readonly note: string | null
}

const COLUMNS = sql`
  id, site_id, site_order_id, number, shop_number, placed_at, taken_at, items_cents, discount_cents, freight_cents, other_cents,
  total_cents, instalments, payment_method, progress, payment, invoice, status, is_linked, is_held, account_id, may_be_there, bling_order_id,
  bling_number, bling_status, was_cancelled_there, are_accounts_launched, is_stock_launched, was_fulfilled, is_stock_reversed,
  invoice_asked_at, invoice_id, invoice_sent_at,
  invoice_number, invoice_series, invoice_key, invoice_url, site_word, site_invoice, site_modified_at, site_digest, is_edited, edit_held,
  bling_items, sent_goods`

/** One order, held for a change; null when the tenant has none of this id. */
export async function lockOrderRow(tx: Tx, id: string): Promise<StoredOrder | null> {
  const [row] = await tx.query<StoredOrder>(sql`
    select ${COLUMNS} from orders where tenant_id = ${tx.tenant_id} and id = ${id} for update`)
  return row ?? null
}

/** One order as it stands. */
export async function readOrderRow(tx: Tx, id: string): Promise<StoredOrder | null> {
  const [row] = await tx.query<StoredOrder>(sql`
    select ${COLUMNS} from orders where tenant_id = ${tx.tenant_id} and id = ${id}`)
  return row ?? null
}

/** The order of this number at its site, held for a change; whoever else brings the same waits. */
export async function lockSiteOrder(
  tx: Tx,
  site_id: string,
  site_order_id: string,
): Promise<StoredOrder | null> {
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended('site order ' || ${tx.tenant_id} || ${site_id} || ${site_order_id}, 0))`)
  const [row] = await tx.query<StoredOrder>(sql`
    select ${COLUMNS} from orders
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and site_order_id = ${site_order_id} for update`)
  return row ?? null
}

/** The order that an account's order is, by what we know or by what its notes say; null when it is none of ours. */
export async function lockOrderOf(
  tx: Tx,
  account_id: string,
  by: { readonly bling_order_id: string; readonly noted_id: string | null },
): Promise<StoredOrder | null> {
  const [row] = await tx.query<StoredOrder>(sql`
    select ${COLUMNS} from orders
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}
       and (bling_order_id = ${by.bling_order_id} or (id = ${by.noted_id}::uuid and bling_order_id is null))
     order by bling_order_id nulls last limit 1 for update`)
  return row ?? null
}

/** Whether any order of ours went to this account. */
export async function hasOrdersIn(tx: Tx, account_id: string): Promise<boolean> {
  const [row] = await tx.query(sql`
    select from orders
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and bling_order_id is not null limit 1`)
  return row !== undefined
}

/** The order that has this invoice, or of this number in the account. */
export async function orderOfInvoice(
  tx: Tx,
  account_id: string,
  by: { readonly invoice_id: string; readonly shop_number: string | null },
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(sql`
    select id from orders
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and bling_order_id is not null
       and (invoice_id = ${by.invoice_id} or shop_number = ${by.shop_number})
     order by (invoice_id = ${by.invoice_id}) desc nulls last, id limit 1`)
  return row?.id ?? null
}

/** Whether an order of another site goes under this number already. */
export async function isShopNumberTaken(tx: Tx, shop_number: string): Promise<boolean> {
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended('shop number ' || ${tx.tenant_id} || ${shop_number}, 0))`)
  const [row] = await tx.query(sql`
    select from orders where tenant_id = ${tx.tenant_id} and shop_number = ${shop_number} limit 1`)
  return row !== undefined
}

/** Keeps a new order with its items and, apart from them, who bought. */
export async function insertOrder(
  tx: Tx,
  order: StoredOrder,
  items: readonly ArrivedItem[],
  person: OrderPerson | null,
): Promise<void> {
  await tx.query(sql`
    insert into orders (tenant_id, ${COLUMNS})
    select ${tx.tenant_id}, ${COLUMNS} from jsonb_populate_record(null::orders, ${JSON.stringify(order)}::jsonb)`)
  await insertItems(tx, order.id, items)
  if (person !== null) await savePerson(tx, order.id, person)
}

async function insertItems(tx: Tx, order_id: string, items: readonly ArrivedItem[]): Promise<void> {
  const rows = items.map((item, index) => ({ ...item, position: index + 1 }))
  await tx.query(sql`
    insert into order_items (tenant_id, order_id, position, sku, description, quantity, unit_price_cents)
    select ${tx.tenant_id}, ${order_id}, position, sku, description, quantity, unit_price_cents
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (position integer, sku text, description text, quantity bigint, unit_price_cents bigint)`)
}

/** Keeps who bought as it is said now. */
export async function savePerson(tx: Tx, order_id: string, person: OrderPerson): Promise<void> {
  await tx.query(sql`
    insert into order_people (tenant_id, order_id, name, document, email, phone, address, note)
    values (${tx.tenant_id}, ${order_id}, ${person.name}, ${person.document}, ${person.email}, ${person.phone},
      ${person.address === null ? null : JSON.stringify(person.address)}::jsonb, ${person.note})
    on conflict (tenant_id, order_id) do update
       set name = excluded.name, document = excluded.document, email = excluded.email, phone = excluded.phone,
           address = excluded.address, note = excluded.note`)
}

/** Keeps which version of an order its shop showed last. */
export async function keepVersion(
  tx: Tx,
  id: string,
  { site_modified_at, site_digest }: Pick<OrderState, 'site_modified_at' | 'site_digest'>,
): Promise<void> {
  await tx.query(sql`
    update orders set site_modified_at = ${site_modified_at}, site_digest = ${site_digest}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** What an order costs, in whole cents. */
export type OrderMoney = Pick<
  StoredOrder,
  'items_cents' | 'discount_cents' | 'freight_cents' | 'other_cents' | 'total_cents'
>

/** Puts other items and charges in the place of those that an order has. */
export async function replaceItems(
  tx: Tx,
  order_id: string,
  items: readonly ArrivedItem[],
  money: OrderMoney,
): Promise<void> {
  await tx.query(sql`delete from order_items where tenant_id = ${tx.tenant_id} and order_id = ${order_id}`)
  await insertItems(tx, order_id, items)
  await tx.query(sql`
    update orders
       set items_cents = ${money.items_cents}, discount_cents = ${money.discount_cents}, freight_cents = ${money.freight_cents},
           other_cents = ${money.other_cents}, total_cents = ${money.total_cents}
     where tenant_id = ${tx.tenant_id} and id = ${order_id}`)
}

/** Keeps what changed of an order. */
export async function updateOrder(tx: Tx, id: string, state: OrderState): Promise<void> {
  await tx.query(sql`
    update orders o
       set progress = n.progress, payment = n.payment, invoice = n.invoice, status = n.status, is_linked = n.is_linked, is_held = n.is_held,
           account_id = n.account_id, may_be_there = n.may_be_there, bling_order_id = n.bling_order_id,
           bling_number = n.bling_number, bling_status = n.bling_status, was_cancelled_there = n.was_cancelled_there,
           are_accounts_launched = n.are_accounts_launched, is_stock_launched = n.is_stock_launched,
           was_fulfilled = n.was_fulfilled, is_stock_reversed = n.is_stock_reversed, invoice_asked_at = n.invoice_asked_at, invoice_id = n.invoice_id,
           invoice_sent_at = n.invoice_sent_at, invoice_number = n.invoice_number, invoice_series = n.invoice_series,
           invoice_key = n.invoice_key, invoice_url = n.invoice_url, site_word = n.site_word, site_invoice = n.site_invoice,
           site_modified_at = n.site_modified_at, site_digest = n.site_digest, is_edited = n.is_edited, edit_held = n.edit_held,
           bling_items = n.bling_items, sent_goods = n.sent_goods
      from jsonb_populate_record(null::orders, ${JSON.stringify(state)}::jsonb) n
     where o.tenant_id = ${tx.tenant_id} and o.id = ${id}`)
}

/** Gives the items of an order other SKUs, in their order. */
export async function renameItems(tx: Tx, order_id: string, skus: readonly string[]): Promise<void> {
  const rows = skus.map((sku, index) => ({ sku, position: index + 1 }))
  await tx.query(sql`
    update order_items i set sku = r.sku
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (sku text, position integer)
     where i.tenant_id = ${tx.tenant_id} and i.order_id = ${order_id} and i.position = r.position`)
}

/** An order's items in their order. */
export async function itemsOf(tx: Tx, order_id: string): Promise<ArrivedItem[]> {
  const rows = await tx.query<Omit<ArrivedItem, 'quantity'> & { readonly quantity: number }>(sql`
    select sku, description, quantity, unit_price_cents from order_items
     where tenant_id = ${tx.tenant_id} and order_id = ${order_id} order by position`)
  return rows.map((row) => ({ ...row, quantity: fromGrains(row.quantity) }))
}

/** Who bought; null when nobody said, or the person was forgotten. */
export async function personOfOrder(tx: Tx, order_id: string): Promise<OrderPerson | null> {
  const [row] = await tx.query<OrderPerson>(sql`
    select name, document, email, phone, address, note from order_people
     where tenant_id = ${tx.tenant_id} and order_id = ${order_id}`)
  return row ?? null
}

/** Orders that wait for one of these SKUs to be known, oldest first. */
export async function unlinkedOrders(tx: Tx, skus: readonly string[] | null): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select o.id from orders o
     where o.tenant_id = ${tx.tenant_id} and not o.is_linked
       and (${skus === null} or exists (
         select from order_items i
          where i.tenant_id = o.tenant_id and i.order_id = o.id and i.sku = any (${skus ?? []}::text[])))
     order by o.id`)
  return rows.map((row) => row.id)
}

/** Orders whose demand stands on a kit itself: they came before anybody knew what it is made of. */
export async function ordersOfWholeKits(tx: Tx, kits: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select distinct o.id from demand_lines l
      join orders o on o.tenant_id = l.tenant_id and o.site_id = l.channel_id and o.site_order_id = l.order_id
     where l.tenant_id = ${tx.tenant_id} and l.sku = any (${kits}::text[]) and l.state in ('open', 'visible')
     order by o.id`)
  return rows.map((row) => row.id)
}
