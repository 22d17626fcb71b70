import type { ErrorCode } from '../../contract/errors.ts'

/** Facts that go with a refusal, shown to the client beside the sentence (`available`, `required`, `fields`...). */
export type ErrorFacts = Readonly<Record<string, unknown>>

/**
 * A refusal: an answer, not a failure. `code` decides status and sentence (contract/errors.ts); `facts` fill them.
 * Everything else that is thrown is a defect and answers 500.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.facts = facts
  }
}
