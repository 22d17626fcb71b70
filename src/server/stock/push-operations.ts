import type * as z from 'zod'
import { problemOf } from '../../contract/errors.ts'
import type { DeviceOperation, pushOperations } from '../../contract/offline.ts'
import type { Principal } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import { fingerprintOf } from '../kernel/fingerprint.ts'
import type { StockQueue } from './batch/batch-queue.ts'
import { commandOfOperation } from './device-command.ts'
import { quarantine, release } from './quarantine.store.ts'

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
  const skewMs = new Date(push.device_now).getTime() - deps.clock.now().getTime()
  const results: OperationResult[] = []
  for (const operation of [...push.operations].sort((one, other) => one.device_seq - other.device_seq)) {
    results.push(
      await applyOperation(deps, principal, push.device_id, operation, Math.abs(skewMs) <= TRUSTED_SKEW_MS),
    )
  }
  return results
}

/** Applies one operation of a device; a quarantined one is tried anew whenever it comes again. */
export async function applyOperation(
  deps: PushDeps,
  principal: Principal,
  device_id: string,
  operation: DeviceOperation,
  clock_is_trusted: boolean,
): Promise<OperationResult> {
  const { op_id } = operation
  try {
    const command = await commandOfOperation(deps.database, {
      principal,
      key: op_id,
      fingerprint: fingerprintOf(`operation ${operation.kind}`, operation),
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
        quarantine(tx, principal.user_id, device_id, operation, problem),
      )
    }
    return { op_id, result: 'quarantined', status: problem.status, answer: problem }
  }
}
