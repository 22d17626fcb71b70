import type { BlingAnswer } from './answer.ts'

/** One reason inside `error.fields`. */
export interface ErrorField {
  readonly code: number
  readonly msg: string
  readonly element: string
  readonly namespace: string
  readonly collection?: readonly (Omit<ErrorField, 'collection'> & { readonly index: number })[]
}

/** Thrown by handlers to answer an error. */
export class BlingError extends Error {
  readonly answer: BlingAnswer

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(String(error['description'] ?? error['type']))
    this.answer = { status, body: { error } }
  }
}

/** 400 with the reasons in `fields`, where alone the useful text is. */
export function validationError(
  fields: readonly ErrorField[] = [],
  message = 'Não foi possível executar a operação',
): BlingError {
  return new BlingError(400, {
    type: 'VALIDATION_ERROR',
    message,
    description: 'Ocorreu um erro ao validar os dados recebidos.',
    ...(fields.length > 0 ? { fields } : {}),
  })
}

/** 400 with one reason. */
export function refused(namespace: string, element: string, msg: string, code = 49): BlingError {
  return validationError([{ code, msg, element, namespace }])
}

/** 400 for an empty body. */
export function missingBody(): BlingError {
  return new BlingError(400, {
    type: 'MISSING_REQUIRED_FIELD_ERROR',
    message: 'Não foi possível executar a operação',
    description: 'Nenhum dado foi informado na requisição.',
  })
}

/** The error of an unknown id. */
export const NOT_FOUND = {
  type: 'RESOURCE_NOT_FOUND',
  message: 'Recurso não encontrado',
  description:
    'O recurso requisitado não foi encontrado. Verifique se o endpoint solicitado está correto ou se o ID informado realmente existe no sistema.',
} as const

/** 404, for an unknown id and for an unknown path alike. */
export function notFound(): BlingError {
  return new BlingError(404, NOT_FOUND)
}

/** 401: the token is unknown or was revoked, or has expired. */
export function invalidToken(reason: 'invalid' | 'expired'): BlingError {
  return new BlingError(401, {
    type: 'invalid_token',
    message: 'invalid_token',
    description:
      reason === 'invalid' ? 'The access token provided is invalid' : 'The access token provided has expired',
  })
}

/** 400: the header is not `Bearer <token>`. */
export function malformedAuthorization(): BlingError {
  return new BlingError(400, {
    type: 'invalid_request',
    message: 'invalid_request',
    description: 'Malformed auth header',
  })
}

/** 403: the application was not registered with the scope. */
export function insufficientScope(): BlingError {
  return new BlingError(403, {
    type: 'insufficient_scope',
    message: 'insufficient_scope',
    description: 'The request requires higher privileges than provided by the access token',
  })
}

/** 429 of the second or of the day. It carries no header that says when to try again. */
export function tooManyRequests(period: 'second' | 'day'): BlingError {
  const bySecond = period === 'second'
  return new BlingError(429, {
    type: 'TOO_MANY_REQUESTS',
    message: 'Limite de requisições atingido.',
    description: bySecond
      ? 'O limite de requisições por segundo foi atingido, tente novamente mais tarde.'
      : 'O limite de requisições por dia foi atingido, tente novamente amanhã.',
    limit: bySecond ? 3 : 120_000,
    period,
  })
}

/** 500. */
export function serverError(): BlingError {
  return new BlingError(500, {
    type: 'SERVER_ERROR',
    message: 'Não foi possível executar a operação',
    description: 'Um erro interno ocorreu.',
  })
}
