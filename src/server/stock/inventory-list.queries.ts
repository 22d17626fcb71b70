import * as z from 'zod'
import { id } from '../../contract/common.ts'
import { INVENTORY_SORTS, type inventoryQuery } from '../../contract/inventory.ts'
import type { Tx } from '../db/database.ts'
import { empty, join, raw, type Sql, sql } from '../db/sql.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import {
  INVENTORY_COLUMNS,
  type InventoryItem,
  type InventoryRow,
  inventoryItemOf,
} from './inventory-row.queries.ts'
import { SORT_COLUMNS, type SortColumn } from './inventory-sort.queries.ts'
import { ledgerSeq } from './ledger-end.queries.ts'
import { type ProductSearch, searchProducts } from './product-search.queries.ts'

type Query = z.output<typeof inventoryQuery>
type Page = { items: InventoryItem[]; next_cursor: string | null; ledger_seq: number }

/** What the filter means: "out" is everything at or below zero, of which "divergent" is what lies below. */
const STATUSES: Readonly<Record<NonNullable<Query['status']>, readonly string[]>> = {
  divergent: ['divergent'],
  out: ['out', 'divergent'],
  low: ['low'],
  ok: ['ok'],
}

/** One page of the inventory in the asked order. `branches` null is all of them. */
export async function listInventory(tx: Tx, query: Query, branches: readonly string[] | null): Promise<Page> {
  const order = orderOf(query.sort)
  const position = decodeCursor(query.cursor, z.tuple([z.literal(query.sort), z.string().nullable(), id, id]))
  const search = await searchProducts(tx, query.search)
  const conditions = [
    ...filtersOf(tx, query, branches, search),
    ...(position === null ? [] : [afterPosition(order, position)]),
  ]
  // Keys first, from as few columns as possible; whole rows only for the page itself.
  const rows = await tx.query<InventoryRow & { position: string | null }>(sql`
    select ${INVENTORY_COLUMNS}, (${order.value})::text as position
      from (select i.branch_id, i.product_id
              from inventory_items i
              ${readsProducts(order, search) ? joinProducts(tx) : empty}
             where ${join(conditions, ' and ')}
             order by ${orderBy(order)}
             limit ${query.limit + 1}) page
      join inventory_items i
        on i.tenant_id = ${tx.tenant_id} and i.branch_id = page.branch_id and i.product_id = page.product_id
      ${joinProducts(tx)}
     order by ${orderBy(order)}`)
  const positionOf = (row: (typeof rows)[number]) => [query.sort, row.position, row.branch_id, row.product_id]
  return { ...pageFrom(rows, query.limit, inventoryItemOf, positionOf), ledger_seq: await ledgerSeq(tx) }
}

type Order = SortColumn & { readonly descends: boolean }

function orderOf(sort: Query['sort']): Order {
  const descends = sort.startsWith('-')
  const name = INVENTORY_SORTS.find((one) => one === (descends ? sort.slice(1) : sort)) ?? 'name'
  return { ...SORT_COLUMNS[name], descends }
}

function joinProducts(tx: Tx): Sql {
  return sql`join products p on p.tenant_id = ${tx.tenant_id} and p.id = i.product_id`
}

function readsProducts(order: Order, search: ProductSearch | null): boolean {
  return order.of === 'product' || search?.kind === 'many'
}

function filtersOf(
  tx: Tx,
  query: Query,
  branches: readonly string[] | null,
  search: ProductSearch | null,
): Sql[] {
  const filters = [sql`i.tenant_id = ${tx.tenant_id}`, sql`i.is_listed`]
  if (branches !== null) filters.push(sql`i.branch_id = any (${branches}::uuid[])`)
  if (query.status !== undefined) filters.push(sql`i.status = any (${STATUSES[query.status]})`)
  if (search?.kind === 'few') filters.push(sql`i.product_id = any (${search.product_ids}::uuid[])`)
  if (search?.kind === 'many') filters.push(sql`p.search_text like containing(${search.words})`)
  return filters
}

/** Ties are broken by the item's key, in the order in which an index walks it. */
function keyOf(order: Order): readonly [Sql, Sql] {
  const branch = raw('i.branch_id')
  return order.of === 'product' ? [raw('p.id'), branch] : [branch, raw('i.product_id')]
}

function orderBy(order: Order): Sql {
  const [first, second] = keyOf(order)
  const direction = order.descends ? raw('desc') : raw('asc')
  const last = order.nullable ? raw('nulls last') : empty
  return sql`${order.value} ${direction} ${last}, ${first} ${direction}, ${second} ${direction}`
}

type Position = readonly [sort: string, value: string | null, branch_id: string, product_id: string]

/** Only what stands after a position, in the asked order. */
function afterPosition(order: Order, [, value, branchId, productId]: Position): Sql {
  const { value: column, descends } = order
  const key = keyOf(order)
  const keyValues = order.of === 'product' ? [productId, branchId] : [branchId, productId]
  const beyond = descends ? raw('<') : raw('>')
  const keyBeyond = sql`(${key[0]}, ${key[1]}) ${beyond} (${keyValues[0]}::uuid, ${keyValues[1]}::uuid)`
  if (value === null) return sql`(${column} is null and ${keyBeyond})`
  const given = sql`${value}::${order.type}`
  const rest = sql`(${column}, ${key[0]}, ${key[1]}) ${beyond} (${given}, ${keyValues[0]}::uuid, ${keyValues[1]}::uuid)`
  if (order.nullable) return sql`(${rest} or ${column} is null)`
  // The first comparison alone is what an index of the products can start from.
  return order.of === 'product' ? sql`${column} ${beyond}= ${given} and ${rest}` : rest
}
