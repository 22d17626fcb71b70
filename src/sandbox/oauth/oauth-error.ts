import type { BlingAnswer } from '../api/answer.ts'

/** OAuth errors use the API's envelope, with the code as type and as message. */
export function oauthError(status: number, code: string, description: string, message = code): BlingAnswer {
  return { status, body: { error: { type: code, message, description } } }
}

/** Wrong or missing application credentials. */
export function invalidClient(): BlingAnswer {
  return oauthError(400, 'invalid_client', 'The client credentials are invalid')
}

/** The company behind the token was switched off. */
export function companyInactive(): BlingAnswer {
  return oauthError(
    401,
    'UNAUTHORIZED_ERROR',
    'A empresa vinculada ao token esta inativa.',
    'Empresa inativa',
  )
}
