import { ConnectionError, ProblemError } from '../../client/problem-error.ts'
import { m } from '../messages/messages.ts'

/** What a failure says to the person: the server's own sentence, or what to do without network. */
export function refusalText(error: unknown): string {
  if (error instanceof ProblemError) {
    if (error.code === 'INVALID_VALUES' && error.fields.length > 0) {
      return error.fields.map((field) => field.message).join('; ')
    }
    return error.detail
  }
  if (error instanceof ConnectionError) return m.errors.noNetwork
  return m.errors.unexpected
}

/** The fields that the server did not accept, by name. */
export function refusedFields(error: unknown): ReadonlyMap<string, string> {
  if (!(error instanceof ProblemError)) return new Map()
  return new Map(error.fields.map((field) => [field.path, field.message]))
}

/** Whether nobody answered: the network, the server's machine or its power is away. */
export function isOffline(error: unknown): boolean {
  return error instanceof ConnectionError
}

/** Whether the session has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401
}

/** Whether the branch does not take what this person does any more. */
export function isBranchLost(error: unknown): boolean {
  return error instanceof ProblemError && ['BRANCH_INACTIVE', 'BRANCH_FORBIDDEN'].includes(error.code)
}
