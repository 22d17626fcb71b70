/**
 * Why a call to Bling did not do what it was for. `auth`: not allowed, or no longer; `rate_limited`: the budget is spent until `retry_at`;
 * `unavailable`: no answer, or none that can be understood; `invalid`: refused because of what was sent; `not_found`.
 */
export type BlingErrorKind = 'auth' | 'rate_limited' | 'unavailable' | 'invalid' | 'not_found'

/** What is known about a failed call. */
export type BlingFailure = {
  readonly kind: BlingErrorKind
  /** The operation, e.g. `POST /estoques`; never with ids or filters in it. */
  readonly operation: string
  /** True for a write that may have been applied all the same: look before doing it again. */
  readonly ambiguous?: boolean
  readonly status?: number
  /** Bling's own name of the error, e.g. `insufficient_scope`; others are ours. */
  readonly code?: string
  /** Bling's explanation in pt-BR, fit for a person; it may name records, so it is not logged. */
  readonly detail?: string
  readonly request_id?: string
  /** When the budget has room again; of what was not found: from when on it may be. */
  readonly retry_at?: Date
  readonly cause?: unknown
}

/** A failed call to Bling. Whoever asked decides from `kind` and `ambiguous` whether to wait, look again or ask a person. */
export class BlingError extends Error {
  readonly kind: BlingErrorKind
  readonly operation: string
  readonly ambiguous: boolean
  readonly status: number | null
  readonly code: string | null
  readonly request_id: string | null
  readonly retry_at: Date | null
  /** Not a field: what logs an error logs its fields. */
  readonly #detail: string | null

  constructor(failure: BlingFailure) {
    const { kind, operation, code } = failure
    super(`${operation}: ${kind}${code === undefined ? '' : ` (${code})`}`, { cause: failure.cause })
    this.name = 'BlingError'
    this.kind = kind
    this.operation = operation
    this.ambiguous = failure.ambiguous ?? false
    this.status = failure.status ?? null
    this.code = code ?? null
    this.#detail = failure.detail ?? null
    this.request_id = failure.request_id ?? null
    this.retry_at = failure.retry_at ?? null
  }
  /** Bling's explanation in pt-BR, for a person. */
  get detail(): string | null {
    return this.#detail
  }
}

/** Whether Bling said that what was asked for does not exist (any more). That an account of ours is not there says nothing of its records. */
export function isGone(error: unknown): boolean {
  return error instanceof BlingError && error.kind === 'not_found' && error.status !== null
}

/** Whether a failure says that the account is not there for now, so that whatever else is asked of it will fail alike. */
export function isAway(error: unknown): error is BlingError {
  return error instanceof BlingError && error.kind !== 'invalid' && error.kind !== 'not_found'
}
