import type * as z from 'zod'
import { problemOf } from '../../contract/errors.ts'
import type { DeviceOperation, pushOperations } from '../../contract/offline.ts'
import type { Principal } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import { fingerprintOf } from '../kernel/fingerprint.ts'
import type { StockQueue } from './batch/batch-queue.ts'
import { MAX_BACKDATE_MS } from './command-input.ts'
import { commandOfOperation } from './device-command.ts'
import { distrusted, quarantine, release, type SentOperation } from './quarantine.store.ts'

export type PushDeps = { readonly database: Database; readonly queue: StockQueue; readonly clock: Clock }

/** What became of one operation. */
export type OperationResult = {
  readonly op_id: string
  readonly result: 'applied' | 'duplicate' | 'quarantined'
  readonly status: number
  readonly answer: unknown
}

/** A device whose clock is further off than this is not believed about when things happened. */
const TRUSTED_SKEW_MS = 5 * 60 * 1000

/** Errors that say nothing about the operation: the whole push is to be repeated. */
const NOT_ABOUT_THE_OPERATION = new Set(['UNAUTHENTICATED', 'OVERLOADED', 'INTERNAL'])

/**
 * Applies what a device did without network, in its order, each exactly once. What cannot be applied waits in quarantine where the
 * owner sees it; nothing is refused for stock, skipped or forgotten, and one bad operation does not hold up the others.
 */
export async function applyOperations(
  deps: PushDeps,
  principal: Principal,
  push: z.infer<typeof pushOperations>,
): Promise<OperationResult[]> {
  const { device_id } = push
  const now = deps.clock.now().getTime()
  const isClockRight = Math.abs(new Date(push.device_now).getTime() - now) <= TRUSTED_SKEW_MS
  const op_ids = push.operations.map(({ op_id }) => op_id)
  const wasWrong = await deps.database.tenant(principal.tenant_id, (tx) => distrusted(tx, op_ids))
  const results: OperationResult[] = []
  for (const operation of [...push.operations].sort((one, other) => one.device_seq - other.device_seq)) {
    const clock_is_trusted =
      isClockRight && !wasWrong.has(operation.op_id) && isBelievable(operation.occurred_at, now)
    const fingerprint = fingerprintOfOperation(operation)
    results.push(
      await applyOperation(deps, principal, { ...operation, device_id, clock_is_trusted, fingerprint }),
    )
  }
  return results
}

/** A clock that is right now may have been wrong: nothing happens after it is told of, and nothing waits for more than a year. */
function isBelievable(occurred_at: string, now: number): boolean {
  const age = now - new Date(occurred_at).getTime()
  return age >= -TRUSTED_SKEW_MS && age <= MAX_BACKDATE_MS
}

/** Tells whether a device sends the same operation again. */
export function fingerprintOfOperation(operation: DeviceOperation): string {
  return fingerprintOf(`operation ${operation.kind}`, operation)
}

/** Applies one operation of a device; a quarantined one is tried anew whenever it comes again. */
export async function applyOperation(
  deps: PushDeps,
  principal: Principal,
  sent: SentOperation,
): Promise<OperationResult> {
  const { device_id, clock_is_trusted, fingerprint, ...operation } = sent
  const { op_id } = operation
  try {
    const command = await commandOfOperation(deps.database, {
      principal,
      key: op_id,
      fingerprint,
      origin: { kind: 'device', device_id, occurred_at: new Date(operation.occurred_at), clock_is_trusted },
      now: deps.clock.now(),
      body: operation,
    })
    const answer = await deps.queue.execute(command)
    await deps.database.tenant(principal.tenant_id, (tx) => release(tx, op_id))
    const result = answer.replayed ? 'duplicate' : 'applied'
    return { op_id, result, status: answer.status, answer: JSON.parse(answer.body) }
  } catch (error) {
    if (!(error instanceof AppError) || NOT_ABOUT_THE_OPERATION.has(error.code)) throw error
    const problem = problemOf(error.code, error.facts)
    if (error.code !== 'IDEMPOTENCY_KEY_REUSED') {
      await deps.database.tenant(principal.tenant_id, (tx) =>
        quarantine(tx, principal.user_id, sent, problem),
      )
    }
    return { op_id, result: 'quarantined', status: problem.status, answer: problem }
  }
}
