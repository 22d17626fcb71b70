import { fromGrains, type Quantity } from '../../../domain/sync/quantity.ts'
import type { Balance } from '../../../domain/sync/reading.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { PlaceMemory } from './facts.ts'

type Row = {
  readonly sku: string
  readonly place: string
  readonly seen_physical: number | null
  readonly seen_virtual: number | null
  readonly seen_at: Date | null
  readonly own_difference: number
  readonly confirmed_physical: number | null
  readonly confirmed_virtual: number | null
  readonly planned_at: Date | null
  readonly unconfirmed: number[]
  readonly written_at: Date | null
}

/** What is remembered of some SKUs: by SKU, then by `placeKey`. */
export async function readPlaces(
  tx: Tx,
  skus: readonly string[],
): Promise<Map<string, Map<string, PlaceMemory>>> {
  const rows = await tx.query<Row>(sql`
    select sku, place, seen_physical, seen_virtual, seen_at, own_difference, confirmed_physical, confirmed_virtual, planned_at,
           unconfirmed::float8[] as unconfirmed, written_at
      from sync_places where tenant_id = ${tx.tenant_id} and sku = any (${skus}::text[])`)
  const bySku = new Map<string, Map<string, PlaceMemory>>()
  for (const row of rows) {
    const places = bySku.get(row.sku) ?? new Map<string, PlaceMemory>()
    places.set(row.place, memoryOf(row))
    bySku.set(row.sku, places)
  }
  return bySku
}

function memoryOf(row: Row): PlaceMemory {
  const confirmed = balanceOf(row.confirmed_physical, row.confirmed_virtual)
  return {
    seen: balanceOf(row.seen_physical, row.seen_virtual),
    seen_at: row.seen_at,
    own_difference: fromGrains(row.own_difference),
    confirmed: confirmed && row.planned_at && { balance: confirmed, planned_at: row.planned_at },
    unconfirmed: row.unconfirmed.map(fromGrains),
    written_at: row.written_at,
  }
}

function balanceOf(physical: number | null, virtual: number | null): Balance | null {
  return physical === null || virtual === null
    ? null
    : { physical: fromGrains(physical), virtual: fromGrains(virtual) }
}

/** A balance that was seen; our own movements before it are contained in it. */
export type SeenPlace = { readonly place: string; readonly sku: string } & Balance

/** Keeps the latest look at some places. */
export async function saveSeen(tx: Tx, seen: readonly SeenPlace[], at: Date): Promise<void> {
  await tx.query(sql`
    insert into sync_places as p (tenant_id, place, sku, seen_physical, seen_virtual, seen_at)
    select ${tx.tenant_id}, place, sku, physical, virtual, ${at}
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
        as r (place text, sku text, physical bigint, virtual bigint) order by place, sku
    on conflict (tenant_id, place, sku) do update
       set seen_physical = excluded.seen_physical, seen_virtual = excluded.seen_virtual, seen_at = excluded.seen_at, own_difference = 0`)
}

/** What is known of a target from now on. */
export type PlaceHistory = {
  readonly place: string
  readonly sku: string
  readonly confirmed: Balance
  readonly planned_at: Date
  readonly unconfirmed: readonly Quantity[]
}

/** Keeps the history of targets. */
export async function saveHistories(tx: Tx, histories: readonly PlaceHistory[]): Promise<void> {
  const rows = histories.map(({ confirmed, ...row }) => ({ ...row, ...confirmed }))
  await tx.query(sql`
    insert into sync_places as p (tenant_id, place, sku, confirmed_physical, confirmed_virtual, planned_at, unconfirmed)
    select ${tx.tenant_id}, place, sku, physical, virtual, planned_at, array(select jsonb_array_elements_text(unconfirmed)::bigint)
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (place text, sku text, physical bigint, virtual bigint, planned_at timestamptz, unconfirmed jsonb) order by place, sku
    on conflict (tenant_id, place, sku) do update
       set confirmed_physical = excluded.confirmed_physical, confirmed_virtual = excluded.confirmed_virtual,
           planned_at = excluded.planned_at, unconfirmed = excluded.unconfirmed`)
}

/** Remembers that a place was written at `at`, whatever came of it; what it showed before may still be read for a while. */
export async function markWritten(
  tx: Tx,
  places: readonly { readonly place: string; readonly sku: string }[],
  at: Date,
): Promise<void> {
  await tx.query(sql`
    insert into sync_places as p (tenant_id, place, sku, written_at)
    select ${tx.tenant_id}, place, sku, ${at} from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as r (place text, sku text)
     order by place, sku
    on conflict (tenant_id, place, sku) do update set written_at = excluded.written_at`)
}

/** Adds a movement of ours to what happened in a place since it was seen. */
export async function addOwnDifference(
  tx: Tx,
  moved: { readonly place: string; readonly sku: string; readonly difference: Quantity },
): Promise<void> {
  await tx.query(sql`
    update sync_places set own_difference = own_difference + ${moved.difference}
     where tenant_id = ${tx.tenant_id} and place = ${moved.place} and sku = ${moved.sku}`)
}
