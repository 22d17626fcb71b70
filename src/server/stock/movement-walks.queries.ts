import { MOVEMENT_TYPES, type MovementType } from '../../domain/stock/movement.ts'
import { empty, raw, type Sql, sql } from '../db/sql.ts'
import { filterConditions, type MovementFilter } from './movement-filter.queries.ts'

/** A way through the ledger: one walk by an index for every key, or a single one without keys. */
type Walk = {
  /** What to draw the keys from; null for a single walk. */
  readonly keys: Sql | null
  /** Ties a row `m` to its key by the leading columns of an index. */
  readonly match: Sql
  /** What of the filter the match already says. */
  readonly covers: readonly (keyof MovementFilter)[]
}

/**
 * The newest `count` places in the ledger that the filter lets through, as a statement. It walks the index whose leading columns
 * narrow most; where a column may have several values each has a walk of its own, and the walks are merged. So a rare value costs
 * as little as a common one, however long the ledger is.
 */
export function newestSeqs(tenantId: string, filter: MovementFilter, count: number): Sql {
  const walked = walkLedger(tenantId, filter, chooseWalk(tenantId, filter), count)
  return withMisdated(tenantId, filter, walked, count, empty)
}

/** Places bound the well dated rows of a time; the few others are found by their own time, whatever the order. */
function withMisdated(tenantId: string, filter: MovementFilter, walked: Sql, count: number, also: Sql): Sql {
  if (filter.from === null && filter.to === null) return walked
  const anywhere = { ...filter, above: 0, below: filter.cursor }
  return sql`
    with misdated as materialized (
      select m.seq from stock_movements m
       where m.tenant_id = ${tenantId} and m.is_misdated and ${filterConditions(anywhere)} ${also})
    select seq from ((${walked}) union all (select seq from misdated order by seq desc limit ${count})) as found
     order by seq desc limit ${count}`
}

function walkLedger(tenantId: string, filter: MovementFilter, walk: Walk, count: number): Sql {
  const one = rowsOf(tenantId, filter, walk, count)
  if (walk.keys === null) return one
  return sql`
    select walked.seq from ${walk.keys} cross join lateral (${one}) walked order by walked.seq desc limit ${count}`
}

/** The newest rows of one key. */
function rowsOf(tenantId: string, filter: MovementFilter, walk: Walk, count: number): Sql {
  const dated = filter.from === null && filter.to === null ? empty : sql`and not m.is_misdated`
  return sql`
    select m.seq from stock_movements m
     where m.tenant_id = ${tenantId} and ${walk.match} and ${filterConditions(filter, walk.covers)} ${dated}
     order by m.seq desc limit ${count}`
}

function chooseWalk(tenantId: string, filter: MovementFilter): Walk {
  const { product_ids, branch_ids, types, people, auto_opened } = filter
  if (product_ids !== null) return productWalk(tenantId, filter, sql`unnest(${product_ids}::uuid[])`)
  if (people !== null) {
    return {
      keys: sql`unnest(${people}::uuid[]) as person (id) cross join ${typeKeys(types ?? MOVEMENT_TYPES)}`,
      match: PERSON_AND_TYPE,
      covers: ['people', 'types'],
    }
  }
  if (auto_opened === true) return { keys: null, match: raw('true'), covers: [] }
  if (types !== null && areRare(types)) {
    return {
      keys: sql`${typeKeys(types)} cross join ${branchKeys(tenantId, branch_ids)}`,
      match: sql`${RARE_TYPE} and m.branch_id = branch.id`,
      covers: ['types', 'branch_ids'],
    }
  }
  if (branch_ids !== null) {
    return {
      keys: branchKeys(tenantId, branch_ids),
      match: raw('m.branch_id = branch.id'),
      covers: ['branch_ids'],
    }
  }
  if (types !== null) {
    return {
      keys: sql`${peopleKeys(tenantId)} cross join ${typeKeys(types)}`,
      match: PERSON_AND_TYPE,
      covers: ['types'],
    }
  }
  return { keys: null, match: raw('true'), covers: [] }
}

/** The walk of some products, given as a source of their ids; its keys are called `key`. */
function productWalk(tenantId: string, filter: MovementFilter, products: Sql): Walk & { readonly keys: Sql } {
  const { branch_ids, types, auto_opened } = filter
  const product = sql`${products} as product (id)`
  if (auto_opened === true) {
    return {
      keys: sql`(select product.id as product_id from ${product}) key`,
      match: raw('m.product_id = key.product_id'),
      covers: ['product_ids'],
    }
  }
  if (types !== null && areRare(types)) {
    return {
      keys: sql`(select product.id as product_id, type.name as type from ${product} cross join ${typeKeys(types)}) key`,
      match: raw(
        `m.product_id = key.product_id and m.movement_type = key.type and m.movement_type <> 'sale'`,
      ),
      covers: ['product_ids', 'types'],
    }
  }
  return {
    keys: sql`(
      select product.id as product_id, branch.id as branch_id from ${product} cross join ${branchKeys(tenantId, branch_ids)}) key`,
    match: raw('m.product_id = key.product_id and m.branch_id = key.branch_id'),
    covers: ['product_ids', 'branch_ids'],
  }
}

const PERSON_AND_TYPE = raw('m.responsible = person.id and m.movement_type = type.name')

/** Said of the row itself too: the index of rare types is known to hold no sale. */
const RARE_TYPE = raw(`m.movement_type = type.name and m.movement_type <> 'sale'`)

function areRare(types: readonly MovementType[]): boolean {
  return !types.includes('sale')
}

function typeKeys(types: readonly MovementType[]): Sql {
  return sql`unnest(${types}::text[]) as type (name)`
}

function branchKeys(tenantId: string, branchIds: readonly string[] | null): Sql {
  if (branchIds !== null) return sql`unnest(${branchIds}::uuid[]) as branch (id)`
  return sql`(select id from branches where tenant_id = ${tenantId}) as branch`
}

/** Everyone who ever moved stock, found by leaping from one to the next. */
function peopleKeys(tenantId: string): Sql {
  const next = (after: Sql) => sql`
    (select m.responsible from stock_movements m where m.tenant_id = ${tenantId} ${after} order by m.responsible limit 1)`
  return sql`(
    with recursive leap (id) as (
      select ${next(empty)}
      union all
      select ${next(sql`and m.responsible > leap.id`)} from leap where leap.id is not null)
    select id from leap where id is not null) as person`
}

/**
 * As `newestSeqs` for products that are many, given as a source of their ids: first each is asked for its newest row alone, then
 * only those that can reach the page are walked.
 */
export function newestSeqsOfMany(
  tenantId: string,
  filter: MovementFilter,
  products: Sql,
  count: number,
): Sql {
  const walk = productWalk(tenantId, filter, products)
  const able = sql`(
    select key.* from ${walk.keys} cross join lateral (${rowsOf(tenantId, filter, walk, 1)}) newest
     order by newest.seq desc limit ${count}) key`
  const walked = walkLedger(tenantId, filter, { ...walk, keys: able }, count)
  const also = sql`and m.product_id in (select id from ${products} as product (id))`
  return withMisdated(tenantId, filter, walked, count, also)
}
