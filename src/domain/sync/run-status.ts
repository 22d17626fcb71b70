import type { SkuPlan } from './plan.ts'
import type { SkipCause } from './targets.ts'
import type { WriteAnswer } from './write-outcome.ts'

/** How a run ended. `pending` wrote nothing because something it depends on is unknown or frozen; it will run again. */
export const RUN_RESULTS = ['success', 'partial', 'failed', 'unchanged', 'pending'] as const
export type RunResult = (typeof RUN_RESULTS)[number]

/** The end of one write of a run, after its last attempt and its read-back. */
export type WriteEnd = {
  readonly answer: WriteAnswer
  readonly read_back: 'as_intended' | 'differs' | 'unread'
}

/** The result of recomputing one SKU, from its plan and the end of every write. */
export function resultOfSku(plan: SkuPlan, ends: readonly WriteEnd[]): RunResult {
  if (plan.state === 'pending') return 'pending'
  const good = ends.filter((end) => end.answer === 'acknowledged' && end.read_back === 'as_intended').length
  const isHeldBack = plan.skipped.some(({ cause }) => holdsBack(cause))
  if (plan.lines.length === 0) return isHeldBack ? 'pending' : 'unchanged'
  if (good < plan.lines.length) return good > 0 ? 'partial' : 'failed'
  return isHeldBack ? 'partial' : 'success'
}

/** Whether a skipped target waits for something. One that has no such product, or was left out by choice, is complete. */
function holdsBack({ code }: SkipCause): boolean {
  switch (code) {
    case 'PRODUCT_ABSENT':
    case 'ACCOUNT_EXCLUDED':
    case 'DEPOSIT_INACTIVE':
    case 'MIRRORED_INACTIVE':
      return false
    case 'TARGET_UNKNOWN':
    case 'MIRRORED_UNKNOWN':
    case 'ACCOUNT_FROZEN':
    case 'ACCOUNT_REAUTHORIZE':
    case 'EXTERNAL_DRIFT':
    case 'ORDERS_NOT_REREAD':
    case 'BALANCE_SETTLING':
      return true
  }
}

/** The result of a run over many SKUs or many accounts, from its children. */
export function resultOfRun(children: readonly RunResult[]): RunResult {
  const kinds = new Set(children)
  if (kinds.size === 0) return 'unchanged'
  if (kinds.size === 1) return children[0] ?? 'unchanged'
  const isWhole = !kinds.has('partial') && !kinds.has('failed') && !kinds.has('pending')
  return isWhole ? 'success' : 'partial'
}

/**
 * Whether the SKU is under suspicion after this run. Only a complete run clears it: neither time nor a run that reached
 * everyone but one does.
 */
export function isSuspectAfter(result: RunResult): boolean {
  return result !== 'success' && result !== 'unchanged'
}
