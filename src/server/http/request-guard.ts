import type { FastifyInstance } from 'fastify'
import { AppError } from '../kernel/app-error.ts'

/** No request of ours is nested deeper; far below what makes a recursive reader of it fall over. */
const MAX_DEPTH = 64
/** A body shorter than this cannot be nested deep enough to matter. */
const SHORT_BODY = 2 * MAX_DEPTH

/**
 * Refuses, before anything else looks at it, what no route can mean: a character zero in the address, which the database could not
 * even be asked for, and JSON nested without end. A body of nothing is none.
 */
export function installRequestGuard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (request.url.includes('%00')) throw new AppError('MALFORMED_REQUEST')
  })
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Some clients name the type of a body that they do not send.
    if (body === '') done(null)
    else if (body.length > SHORT_BODY && isTooDeep(body)) done(new AppError('MALFORMED_REQUEST'))
    else parse(request, body, done)
  })
}

/** Whether the text opens more brackets within brackets than allowed. Brackets inside strings do not count. */
function isTooDeep(json: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at]
    if (isInString && sign === '\\') at += 1
    else if (sign === '"') isInString = !isInString
    else if (isInString) continue
    else if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}
