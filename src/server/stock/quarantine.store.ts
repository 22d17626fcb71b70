import type { Problem } from '../../contract/errors.ts'
import type { DeviceOperation } from '../../contract/offline.ts'
import type { Tx } from '../db/database.ts'
import { jsonText } from '../db/json-text.ts'
import { sql } from '../db/sql.ts'

/** An operation as a device sent it. */
export type SentOperation = DeviceOperation & {
  readonly device_id: string
  /** Whether its `occurred_at` can be believed. */
  readonly clock_is_trusted: boolean
  /** Of what the device wrote. */
  readonly fingerprint: string
}

/**
 * Keeps an operation that cannot be applied yet, with the reason; coming again it is kept once, with the newest reason. A time that
 * was not believed once is not believed because the clock has been put right since.
 */
export async function quarantine(
  tx: Tx,
  receivedBy: string,
  operation: SentOperation,
  problem: Problem,
): Promise<void> {
  const { code, ...facts } = problem
  await tx.query(sql`
    insert into quarantined_operations as q
      (tenant_id, op_id, device_id, device_seq, kind, payload, occurred_at, clock_is_trusted, fingerprint, code, facts,
       received_by)
    values (${tx.tenant_id}, ${operation.op_id}, ${operation.device_id}, ${operation.device_seq}, ${operation.kind},
            ${jsonText(operation.payload)}, ${operation.occurred_at}, ${operation.clock_is_trusted},
            ${operation.fingerprint}, ${code}, ${jsonText(facts)}, ${receivedBy})
        on conflict (tenant_id, op_id) do update
       set code = excluded.code, facts = excluded.facts, clock_is_trusted = q.clock_is_trusted and excluded.clock_is_trusted`)
}

/** Which of these operations are in quarantine with a time that was not believed. */
export async function distrusted(tx: Tx, opIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ op_id: string }>(sql`
    select op_id from quarantined_operations
     where tenant_id = ${tx.tenant_id} and op_id = any (${opIds}::text[]) and not clock_is_trusted`)
  return new Set(rows.map(({ op_id }) => op_id))
}

/** Marks a quarantined operation as applied; does nothing for one that never was in quarantine. */
export async function release(tx: Tx, opId: string): Promise<void> {
  await tx.query(sql`
    update quarantined_operations set applied_at = now()
     where tenant_id = ${tx.tenant_id} and op_id = ${opId} and applied_at is null`)
}

/** Takes an operation out of the list for good: a person decided that it shall not count. False when there is none waiting. */
export async function dismiss(tx: Tx, opId: string, userId: string): Promise<boolean> {
  const rows = await tx.query<{ op_id: string }>(sql`
    update quarantined_operations set dismissed_at = now(), dismissed_by = ${userId}
     where tenant_id = ${tx.tenant_id} and op_id = ${opId} and applied_at is null and dismissed_at is null
    returning op_id`)
  return rows.length > 0
}

/** A quarantined operation that waits for a person. */
export type WaitingOperation = Omit<SentOperation, 'fingerprint'> & {
  /** Null for one that was kept before fingerprints were. */
  readonly fingerprint: string | null
  readonly code: string
  readonly facts: Record<string, unknown>
  readonly received_at: Date
}

/** The operations that wait, oldest first. `after` is the last one of the page before. */
export async function waitingOperations(
  tx: Tx,
  limit: number,
  after: { readonly received_at: string; readonly op_id: string } | null,
): Promise<WaitingOperation[]> {
  const rows = await tx.query<Omit<WaitingOperation, 'occurred_at'> & { occurred_at: Date }>(sql`
    select op_id, device_id, device_seq, kind, payload, occurred_at, clock_is_trusted, fingerprint, code, facts, received_at
      from quarantined_operations
     where tenant_id = ${tx.tenant_id} and applied_at is null and dismissed_at is null
       and (${after?.op_id ?? null}::text is null or (received_at, op_id) > (${after?.received_at ?? null}, ${after?.op_id ?? null}))
     order by received_at, op_id limit ${limit}`)
  return rows.map((row) => ({ ...row, occurred_at: row.occurred_at.toISOString() }))
}

/** One waiting operation by its id, or null. */
export async function waitingOperation(tx: Tx, opId: string): Promise<WaitingOperation | null> {
  const [row] = await tx.query<Omit<WaitingOperation, 'occurred_at'> & { occurred_at: Date }>(sql`
    select op_id, device_id, device_seq, kind, payload, occurred_at, clock_is_trusted, fingerprint, code, facts, received_at
      from quarantined_operations
     where tenant_id = ${tx.tenant_id} and op_id = ${opId} and applied_at is null and dismissed_at is null`)
  return row === undefined ? null : { ...row, occurred_at: row.occurred_at.toISOString() }
}
