import * as z from 'zod'
import type { movementQuery } from '../../contract/movements.ts'
import type { Tx } from '../db/database.ts'
import { raw, type Sql, sql } from '../db/sql.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { LATENESS_MS, type MovementFilter, movementTypes } from './movement-filter.queries.ts'
import {
  MOVEMENT_COLUMNS,
  MOVEMENT_NAMES,
  type Movement,
  type MovementRow,
  movementOf,
} from './movement-row.queries.ts'
import { newestSeqs, newestSeqsOfMany } from './movement-walks.queries.ts'
import { searchProducts } from './product-search.queries.ts'

type Query = z.output<typeof movementQuery>

/** Products that are walked each by itself; more are first asked which of them can be on the page. */
const FEW_PRODUCTS = 20
/** Newest rows looked through for words that fit many products. */
const LOOKED_THROUGH = 5_000

/** One page of the ledger, newest first. `branches` null is all of them. */
export async function listMovements(
  tx: Tx,
  query: Query,
  branches: readonly string[] | null,
): Promise<{ items: Movement[]; next_cursor: string | null }> {
  const filter = await filterOf(tx, query, branches)
  const count = query.limit + 1
  const rows =
    query.search === undefined || query.search === ''
      ? await rowsAt(tx, newestSeqs(tx.tenant_id, filter, count))
      : await searchRows(tx, filter, query.search, count)
  return pageFrom(rows, query.limit, movementOf, (row) => [row.seq])
}

/** The rows at the places that a statement gives, newest first. */
export function rowsAt(tx: Tx, seqs: Sql): Promise<MovementRow[]> {
  return tx.query<MovementRow>(sql`
    select ${MOVEMENT_COLUMNS}
      from (${seqs}) page
      join stock_movements m on m.tenant_id = ${tx.tenant_id} and m.seq = page.seq
      ${MOVEMENT_NAMES}
     order by m.seq desc`)
}

async function filterOf(tx: Tx, query: Query, branch_ids: readonly string[] | null): Promise<MovementFilter> {
  const [cursor] = decodeCursor(query.cursor, z.tuple([z.int().min(0)])) ?? [Number.MAX_SAFE_INTEGER]
  const from = query.from === undefined ? null : new Date(query.from)
  const to = query.to === undefined ? null : new Date(query.to)
  const before = from && new Date(from.getTime() - 1)
  const until = to && new Date(to.getTime() + LATENESS_MS)
  const [bounds] =
    from === null && to === null
      ? []
      : await tx.query<{ above: number | null; last: number | null }>(sql`
          select ledger_seq_at(${before}) as above, ledger_seq_at(${until}) as last`)
  return {
    product_ids: query.product_id === undefined ? null : [query.product_id],
    branch_ids,
    types: movementTypes(query.type),
    people: query.responsible === undefined ? null : [query.responsible],
    auto_opened: query.auto_opened ?? null,
    cursor,
    above: from === null ? 0 : (bounds?.above ?? 0),
    below: to === null ? cursor : Math.min(cursor, (bounds?.last ?? 0) + 1),
    from,
    to,
  }
}

/** Movements of products with these words, and those of people with these words in their names. */
async function searchRows(
  tx: Tx,
  filter: MovementFilter,
  words: string,
  count: number,
): Promise<MovementRow[]> {
  const people = await searchPeople(tx, words, filter.people)
  const products = await searchProducts(tx, words, filter.product_ids)
  if (products?.kind === 'many') {
    const rows = await lookThrough(tx, filter, words, people, count)
    if (rows.length === count) return rows
    const all = sql`search_products(${words}, null)`
    return rowsAt(tx, merged([newestSeqsOfMany(tx.tenant_id, filter, all, count), ...byPeople()], count))
  }
  const ids = products?.product_ids ?? []
  return rowsAt(tx, merged([...byProducts(), ...byPeople()], count))

  function byPeople(): Sql[] {
    return people.length === 0 ? [] : [newestSeqs(tx.tenant_id, { ...filter, people }, count)]
  }
  function byProducts(): Sql[] {
    if (ids.length === 0) return []
    if (ids.length <= FEW_PRODUCTS) return [newestSeqs(tx.tenant_id, { ...filter, product_ids: ids }, count)]
    return [newestSeqsOfMany(tx.tenant_id, filter, sql`unnest(${ids}::uuid[])`, count)]
  }
}

async function searchPeople(tx: Tx, words: string, among: readonly string[] | null): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select id from actors where tenant_id = ${tx.tenant_id} and search_form(name) like containing(${words})`)
  return rows.map((row) => row.id).filter((id) => among?.includes(id) ?? true)
}

/** Words that fit many products are met soon: the newest rows are looked through, one after another. */
function lookThrough(
  tx: Tx,
  filter: MovementFilter,
  words: string,
  people: readonly string[],
  count: number,
): Promise<MovementRow[]> {
  return rowsAt(
    tx,
    sql`
      select c.seq
        from (${newestSeqs(tx.tenant_id, filter, LOOKED_THROUGH)}) c
        cross join lateral (
          select product_id, responsible from stock_movements
           where tenant_id = ${tx.tenant_id} and seq = c.seq limit 1) looked
        cross join lateral (
          select from products
           where tenant_id = ${tx.tenant_id} and id = looked.product_id
             and (search_text like containing(${words}) or looked.responsible = any (${people}::uuid[])) limit 1) fits
       order by c.seq desc limit ${count}`,
  )
}

/** Several statements of places as one, without repetitions. */
function merged(statements: readonly Sql[], count: number): Sql {
  const [first = NOTHING, ...others] = statements
  const all = others.reduce((sum, next) => sql`${sum} union (${next})`, sql`(${first})`)
  return sql`select seq from (${all}) as one_of order by seq desc limit ${count}`
}

const NOTHING = raw('select null::bigint as seq where false')
