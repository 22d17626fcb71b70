import { AppError } from '../kernel/app-error.ts'
import type { Tx } from './database.ts'
import { sql } from './sql.ts'

/** A write's answer, as stored with its key. */
export type StoredAnswer = { readonly status: number; readonly body: string; readonly replayed: boolean }

/**
 * Runs a write once per key: a repetition gets the first answer, another body under the same key is refused. Without a key the
 * write simply runs. Equal keys take turns, and the primary key has the last word.
 */
export async function idempotently(
  tx: Tx,
  request: { readonly key: string | undefined; readonly fingerprint: string },
  work: () => Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<StoredAnswer> {
  const { key, fingerprint } = request
  if (key !== undefined) {
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${tx.tenant_id} || ${key}, 0))`)
    const before = await answerBefore(tx, request)
    if (before !== null) return before
  }
  const { status, body } = await work()
  const response = JSON.stringify(body)
  if (key !== undefined) {
    await tx.query(sql`
      insert into idempotency_keys (tenant_id, key, fingerprint, status, response)
      values (${tx.tenant_id}, ${key}, ${fingerprint}, ${status}, ${response})`)
  }
  return { status, body: response, replayed: false }
}

/**
 * The answer that a key was given already, or null. For a write that has to ask others before its transaction: a repetition is answered
 * without asking them again.
 */
export async function answerBefore(
  tx: Tx,
  { key, fingerprint }: { readonly key: string | undefined; readonly fingerprint: string },
): Promise<StoredAnswer | null> {
  if (key === undefined) return null
  const [before] = await tx.query<{ fingerprint: string; status: number; response: string }>(
    sql`select fingerprint, status, response from idempotency_keys where tenant_id = ${tx.tenant_id} and key = ${key}`,
  )
  if (before === undefined) return null
  if (before.fingerprint !== fingerprint) throw new AppError('IDEMPOTENCY_KEY_REUSED')
  return { status: before.status, body: before.response, replayed: true }
}
