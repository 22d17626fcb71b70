import type { ErrorCode } from '../../contract/errors.ts'
import { AppError } from '../kernel/app-error.ts'
import { BlingError } from './bling-error.ts'
import { isScopeMissing, scopeOf } from './missing-scope.ts'

/** Does what a person waits for, and turns a failed call to Bling into an answer that a person understands. */
export async function forPerson<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BlingError) throw refusalOf(error)
    throw error
  }
}

function refusalOf(error: BlingError): AppError {
  const retry_at = error.retry_at?.toISOString()
  const { operation } = error
  return new AppError(codeOf(error), {
    ...(isScopeMissing(error) ? { operation, scope: scopeOf(operation) } : {}),
    ...(error.detail === null ? {} : { reason: error.detail }),
    ...(error.request_id === null ? {} : { bling_request_id: error.request_id }),
    ...(retry_at === undefined ? {} : { retry_at }),
  })
}

function codeOf(error: BlingError): ErrorCode {
  switch (error.kind) {
    case 'auth':
      return isScopeMissing(error) ? 'BLING_SCOPE_MISSING' : 'BLING_REAUTHORIZE'
    case 'rate_limited':
      return 'BLING_BUSY'
    case 'unavailable':
      return error.ambiguous ? 'BLING_UNCLEAR' : 'BLING_UNAVAILABLE'
    case 'invalid':
      return 'BLING_REFUSED'
    case 'not_found':
      return 'NOT_FOUND'
  }
}
