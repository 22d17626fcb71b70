import type { RememberedWrite } from '../../../domain/sync/echo.ts'
import { fromGrains, type Quantity } from '../../../domain/sync/quantity.ts'
import type { Operation } from '../../../domain/sync/write-operation.ts'
import type { WriteAnswer } from '../../../domain/sync/write-outcome.ts'
import type { Tx } from '../../db/database.ts'
import { empty, type Sql, sql } from '../../db/sql.ts'

/** A movement about to be sent, as it is written down before it leaves. */
export type NewWrite = {
  readonly reference: string
  readonly run_id: string
  readonly kind: 'target' | 'draw'
  readonly pool_id: string
  readonly sku: string
  readonly place: string
  /** Null for a write to a site. */
  readonly account_id: string | null
  readonly deposit_id: string | null
  /** Null for a write to an account. */
  readonly site_id: string | null
  readonly product_id: string
  readonly operation: Operation
  readonly quantity: Quantity
  readonly difference: Quantity
  readonly before_physical: Quantity
  readonly before_virtual: Quantity
  readonly target_physical: Quantity
  readonly target_virtual: Quantity
  readonly reason: string
  readonly draw_key: string | null
}

/** Writes movements down. A withdrawal for an order that was made before is refused by the database. */
export async function insertWrites(tx: Tx, writes: readonly NewWrite[], sent_at: Date): Promise<void> {
  if (writes.length === 0) return
  await tx.query(sql`
    insert into sync_writes (tenant_id, reference, run_id, kind, pool_id, sku, place, account_id, deposit_id, site_id, product_id, operation,
      quantity, difference, before_physical, before_virtual, target_physical, target_virtual, reason, draw_key, sent_at)
    select ${tx.tenant_id}, reference, run_id, kind, pool_id, sku, place, account_id, deposit_id, site_id, product_id, operation, quantity,
           difference, before_physical, before_virtual, target_physical, target_virtual, reason, draw_key, ${sent_at}
      from jsonb_to_recordset(${JSON.stringify(writes)}::jsonb)
        as r (reference uuid, run_id uuid, kind text, pool_id uuid, sku text, place text, account_id uuid, deposit_id uuid, site_id uuid,
              product_id text, operation text, quantity bigint, difference bigint, before_physical bigint, before_virtual bigint,
              target_physical bigint, target_virtual bigint, reason text, draw_key text)`)
}

/** How a movement was answered. */
export type AnsweredWrite = {
  readonly reference: string
  readonly answer: WriteAnswer
  readonly error: string | null
}

/** Keeps how a movement was answered. */
export async function saveAnswer(tx: Tx, answered: AnsweredWrite, at: Date): Promise<void> {
  await tx.query(sql`
    update sync_writes set answer = ${answered.answer}, error = ${answered.error}, answered_at = ${at}
     where tenant_id = ${tx.tenant_id} and reference = ${answered.reference}`)
}

/** Keeps what reading the places back said. */
export async function saveReadBacks(
  tx: Tx,
  read: readonly { readonly reference: string; readonly read_back: 'as_intended' | 'differs' | 'unread' }[],
): Promise<void> {
  await tx.query(sql`
    update sync_writes w set read_back = r.read_back
      from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as r (reference uuid, read_back text)
     where w.tenant_id = ${tx.tenant_id} and w.reference = r.reference`)
}

/** For so long a write of ours may still come back as an event. */
const ECHO_DAYS = 4

/** Our writes of some products that may have happened and whose event has not been seen yet, oldest first. */
export async function rememberedWrites(
  tx: Tx,
  account_id: string,
  product_ids: readonly string[],
  now: Date,
): Promise<RememberedWrite[]> {
  const rows = await tx.query<{
    reference: string
    account_id: string
    product_id: string
    deposit_id: string
    operation: Operation
    quantity: number
    target_physical: number
    target: number
    sent_at: Date
    answered_at: Date | null
  }>(sql`
    select reference, account_id, product_id, deposit_id, operation, quantity, target_physical, target_virtual as target, sent_at, answered_at
      from sync_writes
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and product_id = any (${product_ids}::text[])
       and echoed_at is null and answer is distinct from 'refused' and judged is distinct from 'not_applied'
       and sent_at > ${now}::timestamptz - make_interval(days => ${ECHO_DAYS})
     order by sent_at, reference`)
  return rows.map((row) => ({
    ...row,
    quantity: fromGrains(row.quantity),
    target_physical: fromGrains(row.target_physical),
    target: fromGrains(row.target),
  }))
}

/** Says that the events of these writes were seen. */
export async function markEchoed(tx: Tx, references: readonly string[], at: Date): Promise<void> {
  await tx.query(sql`
    update sync_writes set echoed_at = ${at}
     where tenant_id = ${tx.tenant_id} and reference = any (${references}::uuid[])`)
}

/** A withdrawal on real stock of which nobody knows whether it happened. */
export type DoubtfulDraw = {
  readonly reference: string
  readonly sku: string
  readonly place: string
  readonly draw_key: string
  readonly difference: Quantity
  readonly before_physical: Quantity
  readonly sent_at: Date
  /** What our other withdrawals from the place, known to have arrived, changed there since this one was decided. */
  readonly moved_besides: Quantity
  /** Whether an event told of somebody else's movement at the place since then. */
  readonly have_others_moved: boolean
  /** Whether an event came that looks like its own. */
  readonly is_echoed: boolean
  /** Whether one just like it, decided at the same look, arrived without its event being seen. */
  readonly has_unheard_twin: boolean
  /** Whether its call ended at all. */
  readonly is_answered: boolean
  readonly judged: 'unrecognizable' | null
}

/** The withdrawals for some SKUs that were sent without a clear answer. */
export async function doubtfulDraws(tx: Tx, skus: readonly string[]): Promise<DoubtfulDraw[]> {
  return drawsInDoubt(tx, sql`and w.sku = any (${skus}::text[])`)
}

/** One of them; null when it is not in doubt. */
export async function doubtfulDraw(tx: Tx, reference: string): Promise<DoubtfulDraw | null> {
  const [draw] = await drawsInDoubt(tx, sql`and w.reference = ${reference}`, sql`for update of w`)
  return draw ?? null
}

async function drawsInDoubt(tx: Tx, which: Sql, lock: Sql = empty): Promise<DoubtfulDraw[]> {
  const rows = await tx.query<
    Omit<DoubtfulDraw, 'difference' | 'before_physical' | 'moved_besides'> & {
      difference: number
      before_physical: number
      moved_besides: number
    }
  >(sql`
    select w.reference, w.sku, w.place, w.draw_key, w.difference, w.before_physical, w.sent_at, w.echoed_at is not null as is_echoed,
           w.answer is not null as is_answered, w.judged,
           exists (select from sync_writes o
                    where o.tenant_id = w.tenant_id and o.sku = w.sku and o.sent_at = w.sent_at and o.kind = 'draw' and o.place = w.place
                      and o.difference = w.difference and o.answer = 'acknowledged' and o.echoed_at is null) as has_unheard_twin,
           (select coalesce(sum(o.difference), 0)::bigint from sync_writes o
             where o.tenant_id = w.tenant_id and o.sku = w.sku and o.sent_at >= w.sent_at and o.kind = 'draw' and o.place = w.place
               and o.reference <> w.reference and (o.answer = 'acknowledged' or o.judged = 'applied')) as moved_besides,
           exists (select from bling_inbox e
                     join bling_deposits d on d.tenant_id = e.tenant_id and d.account_id = e.account_id and d.id = w.deposit_id
                    where e.tenant_id = w.tenant_id and e.account_id = w.account_id and e.received_at >= w.sent_at
                      and e.outcome is distinct from 'echo' and e.facts -> 'movement' ->> 'operation' is not null
                      and e.facts -> 'movement' ->> 'product_id' = w.product_id
                      and e.facts -> 'movement' ->> 'deposit_id' = d.bling_id) as have_others_moved
      from sync_writes w
     where w.tenant_id = ${tx.tenant_id} and w.kind = 'draw' and (w.judged is null or w.judged = 'unrecognizable')
       and (w.answer is null or w.answer = 'unclear') ${which}
     order by w.reference ${lock}`)
  return rows.map((row) => ({
    ...row,
    difference: fromGrains(row.difference),
    before_physical: fromGrains(row.before_physical),
    moved_besides: fromGrains(row.moved_besides),
  }))
}

/** Keeps what became of a movement whose answer never came. */
export async function saveJudgement(
  tx: Tx,
  reference: string,
  judged: 'applied' | 'not_applied' | 'unrecognizable',
): Promise<void> {
  await tx.query(sql`
    update sync_writes set judged = ${judged} where tenant_id = ${tx.tenant_id} and reference = ${reference}`)
}
