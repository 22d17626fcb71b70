import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, problemOf } from '../../contract/errors.ts'
import { AppError, type ErrorFacts } from '../kernel/app-error.ts'

const byFastifyCode: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_REQUEST',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_REQUEST',
}

/** Turns everything that is thrown into an RFC 9457 answer; what nobody expected is logged whole and says nothing. */
export function installProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'NOT_FOUND'))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { code, facts } = refusalOf(error, request)
    if (code === 'INTERNAL')
      request.log.error(
        { err: error, request_id: request.id, route: request.routeOptions.url },
        'a request failed',
      )
    if (code === 'TOO_MANY_REQUESTS' || code === 'OVERLOADED') {
      reply.header('retry-after', String(facts['retry_after_seconds'] ?? 1))
    }
    return sendProblem(reply, code, facts)
  })
}

/** Answers an address that cannot be read, before any route is found. One that is too long names nothing that there is. */
export function answerUnreadableAddress(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  sendProblem(reply, error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 'NOT_FOUND' : 'MALFORMED_REQUEST')
}

function sendProblem(reply: FastifyReply, code: ErrorCode, facts: ErrorFacts = {}): FastifyReply {
  const problem = problemOf(code, facts)
  return reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problem)
}

function refusalOf(error: FastifyError, request: FastifyRequest): { code: ErrorCode; facts: ErrorFacts } {
  if (error instanceof AppError) return { code: error.code, facts: error.facts }
  if (hasZodFastifySchemaValidationErrors(error)) {
    if (error.validationContext === 'params') return { code: 'NOT_FOUND', facts: {} }
    return { code: 'INVALID_VALUES', facts: { fields: error.validation.map(fieldOf) } }
  }
  const known = byFastifyCode[error.code]
  if (known !== undefined) return { code: known, facts: {} }
  if (error instanceof SyntaxError || (error.statusCode === 400 && !request.is404))
    return { code: 'MALFORMED_REQUEST', facts: {} }
  return { code: 'INTERNAL', facts: {} }
}

function fieldOf(issue: { instancePath: string; message?: string | undefined }): {
  path: string
  message: string
} {
  return {
    path: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message: issue.message ?? 'não é válido',
  }
}
