/**
 * Why a call to a site did not do what it was for. `auth`: not allowed, or no longer; `rate_limited`: it wants to be left alone until
 * `retry_at`; `unavailable`: no answer, or none that can be understood; `invalid`: refused because of what was sent; `not_found`.
 */
export type SiteErrorKind = 'auth' | 'rate_limited' | 'unavailable' | 'invalid' | 'not_found'

/** What is known about a failed call. */
export type SiteFailure = {
  readonly kind: SiteErrorKind
  /** The operation, e.g. `PUT /orders/{id}`; never with ids or filters in it. */
  readonly operation: string
  /** True for a write that may have been applied all the same: look before doing it again. */
  readonly ambiguous?: boolean
  readonly status?: number
  /** The site's own name of the error, e.g. `product_invalid_sku`; others are ours. */
  readonly code?: string
  /** The site's explanation; it may name records, so it is not logged. */
  readonly detail?: string
  readonly retry_at?: Date
  readonly cause?: unknown
}

/** A failed call to a site. Whoever asked decides from `kind` and `ambiguous` whether to wait, look again or ask a person. */
export class SiteError extends Error {
  readonly kind: SiteErrorKind
  readonly operation: string
  readonly ambiguous: boolean
  readonly status: number | null
  readonly code: string | null
  readonly retry_at: Date | null
  /** Not a field: what logs an error logs its fields. */
  readonly #detail: string | null

  constructor(failure: SiteFailure) {
    const { kind, operation, code } = failure
    super(`${operation}: ${kind}${code === undefined ? '' : ` (${code})`}`, { cause: failure.cause })
    this.name = 'SiteError'
    this.kind = kind
    this.operation = operation
    this.ambiguous = failure.ambiguous ?? false
    this.status = failure.status ?? null
    this.code = code ?? null
    this.retry_at = failure.retry_at ?? null
    this.#detail = failure.detail ?? null
  }

  /** The site's explanation, for a person. */
  get detail(): string | null {
    return this.#detail
  }
}

/** Whether a call failed because of who is asked, so that whatever else is asked of the site will fail alike. */
export function isSiteAway({ kind }: SiteError): boolean {
  return kind === 'auth' || kind === 'rate_limited' || kind === 'unavailable'
}
