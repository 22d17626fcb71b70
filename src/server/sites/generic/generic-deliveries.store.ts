import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

/** What a site is told, and whether it heard. */
export type DeliveryRow = {
  readonly id: string
  readonly body: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly next_attempt_at: Date
  readonly error: string | null
  readonly created_at: Date
  readonly delivered_at: Date | null
}

const COLUMNS = sql`id, body, state, attempts, next_attempt_at, error, created_at, delivered_at`

/** Writes what is to be told. */
export async function insertDelivery(
  tx: Tx,
  site_id: string,
  delivery: { readonly id: string; readonly body: string },
  at: Date,
): Promise<void> {
  await tx.query(sql`
    insert into generic_deliveries (tenant_id, site_id, id, body, next_attempt_at, created_at)
    values (${tx.tenant_id}, ${site_id}, ${delivery.id}, ${delivery.body}, ${at}, ${at})`)
}

/** Takes up what is due, oldest first; nobody else does before `until`. */
export async function takeDueDeliveries(
  tx: Tx,
  site_id: string,
  now: Date,
  until: Date,
): Promise<DeliveryRow[]> {
  const rows = await tx.query<DeliveryRow>(sql`
    with due as (
      select id from generic_deliveries
       where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and state = 'waiting' and next_attempt_at <= ${now}
       order by id limit 100 for update skip locked)
    update generic_deliveries d set attempts = d.attempts + 1, next_attempt_at = ${until}
      from due where d.tenant_id = ${tx.tenant_id} and d.id = due.id
    returning d.id, d.body, d.state, d.attempts, d.next_attempt_at, d.error, d.created_at, d.delivered_at`)
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

/** Says how an attempt ended. */
export async function saveDelivery(
  tx: Tx,
  id: string,
  end: Pick<DeliveryRow, 'state' | 'error' | 'next_attempt_at' | 'delivered_at'>,
): Promise<void> {
  await tx.query(sql`
    update generic_deliveries
       set state = ${end.state}, error = ${end.error}, next_attempt_at = ${end.next_attempt_at}, delivered_at = ${end.delivered_at}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** A site's deliveries from the newest back, one more than the limit. */
export async function listDeliveries(
  tx: Tx,
  site_id: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<DeliveryRow[]> {
  return tx.query<DeliveryRow>(sql`
    select ${COLUMNS} from generic_deliveries
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} ${page.cursor === undefined ? empty : sql`and id < ${page.cursor}`}
     order by id desc limit ${page.limit + 1}`)
}

/** Has it told again, whatever became of it; null when the site has none of this id. */
export async function replayDelivery(
  tx: Tx,
  site_id: string,
  id: string,
  now: Date,
): Promise<DeliveryRow | null> {
  const [row] = await tx.query<DeliveryRow>(sql`
    update generic_deliveries set state = 'waiting', attempts = 0, next_attempt_at = ${now}, error = null
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and id = ${id} returning ${COLUMNS}`)
  return row ?? null
}
