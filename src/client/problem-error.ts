import type { ErrorCode } from '../contract/errors.ts'

/** A value that was not accepted, and why, in Portuguese. */
export type ProblemField = { readonly path: string; readonly message: string }

/**
 * The server refused. `code` is stable and decides what to do, `detail` is a sentence fit to show, `facts` hold the numbers
 * (`available`, `required`...). `UNREADABLE` stands for an answer that is not the API's, such as a proxy's page.
 */
export class ProblemError extends Error {
  readonly status: number
  readonly code: ErrorCode | 'UNREADABLE'
  readonly title: string
  readonly detail: string
  readonly fields: readonly ProblemField[]
  readonly facts: Readonly<Record<string, unknown>>

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { type: _type, status: _status, title, detail, code, fields, ...facts } = problem
    super(typeof detail === 'string' ? detail : `o servidor respondeu ${status}`)
    this.name = 'ProblemError'
    this.status = status
    // The server's own table of codes: what is not a code at all was not written by it.
    this.code = typeof code === 'string' ? (code as ErrorCode) : 'UNREADABLE'
    this.title = typeof title === 'string' ? title : 'Resposta inesperada'
    this.detail = this.message
    this.fields = Array.isArray(fields) ? (fields as ProblemField[]) : []
    this.facts = facts
  }
}

/**
 * The server could not be reached, or not in time, however often it was tried. Whether a write was done is not known: repeating it
 * with the same `idempotency_key` is safe and tells.
 */
export class ConnectionError extends Error {
  readonly idempotency_key: string | null

  constructor(idempotency_key: string | null, cause: unknown) {
    super('sem conexão com o servidor', { cause })
    this.name = 'ConnectionError'
    this.idempotency_key = idempotency_key
  }
}
