import { backoffMs } from '../kernel/retry.ts'
import type { Claim, SendingEnd } from './sendings.store.ts'

/** A failed call to another system, whichever: what is needed to decide what follows. */
export type CallFailure = {
  readonly kind: 'auth' | 'rate_limited' | 'unavailable' | 'invalid' | 'not_found'
  readonly operation: string
  readonly ambiguous: boolean
  readonly retry_at: Date | null
  /** The other system's explanation; may name records. */
  readonly detail: string | null
}

const BACKOFF = { base_ms: 5_000, cap_ms: 5 * 60_000 }
/** After an answer that never came: what was asked for has to arrive before anybody looks. */
const UNCLEAR_MS = 10_000
/** An account that lost its access is asked again by and by; whoever reconnects it has the rest sent at once by `resend` or in its turn. */
const AUTH_MS = 60_000
/** Three days at the longest interval; then a person has to look. */
const MOST_ATTEMPTS = 900
const REASON_LENGTH = 300

/** The failure behind an error; null when it is a mistake of ours. */
export function failureIn(error: unknown): CallFailure | null {
  if (!(error instanceof Error) || !('kind' in error) || !('operation' in error)) return null
  const { kind, operation } = error
  if (typeof kind !== 'string' || typeof operation !== 'string') return null
  if (!KINDS.has(kind)) return null
  const { ambiguous, retry_at, detail } = error as Partial<CallFailure>
  return {
    kind: kind as CallFailure['kind'],
    operation,
    ambiguous: ambiguous === true,
    retry_at: retry_at instanceof Date ? retry_at : null,
    detail: typeof detail === 'string' ? detail : null,
  }
}

const KINDS: ReadonlySet<string> = new Set(['auth', 'rate_limited', 'unavailable', 'invalid', 'not_found'])

/** What follows from a failure: another attempt and when, or that a person must look at it. */
export function endAfter(
  failure: CallFailure | null,
  claim: Pick<Claim, 'attempts' | 'is_unclear'>,
  { now, random, reason }: { readonly now: Date; readonly random: () => number; readonly reason: string },
): SendingEnd {
  const at = (ms: number) => new Date(now.getTime() + ms)
  const attempts = claim.attempts + 1
  const is_unclear = claim.is_unclear || failure?.ambiguous === true
  const wait = backoffMs(attempts, { ...BACKOFF, random })
  const again = (next_attempt_at: Date, counted = attempts): SendingEnd => ({
    state: 'due',
    reason,
    attempts: counted,
    next_attempt_at,
    is_unclear,
  })
  if (attempts >= MOST_ATTEMPTS) return { state: 'dead', reason, attempts, next_attempt_at: now, is_unclear }
  switch (failure?.kind) {
    case 'not_found':
      // What says when to ask again may only be late.
      if (failure.retry_at !== null) return again(at(wait))
      return { state: 'dead', reason, attempts, next_attempt_at: now, is_unclear }
    case 'invalid':
      return { state: 'dead', reason, attempts, next_attempt_at: now, is_unclear }
    case 'rate_limited':
      return again(failure.retry_at ?? at(wait))
    case 'auth':
      return again(at(Math.max(wait, AUTH_MS)))
    case 'unavailable':
    case undefined:
      return again(at(failure?.ambiguous === true ? Math.max(wait, UNCLEAR_MS) : wait))
  }
}

/** A reason as it may be kept in a timeline: without the buyer's own words, long numbers and addresses. */
export function withoutPerson(reason: string, person: readonly (string | null | undefined)[]): string {
  let text = reason
  for (const word of person) {
    const told = word?.trim() ?? ''
    if (told.length >= 3) text = text.replaceAll(told, '…')
  }
  return text
    .replace(/[^\s,;]+@[^\s,;]+/g, '…')
    .replace(/\d[\d./-]{8,}\d/g, '…')
    .slice(0, REASON_LENGTH)
}
