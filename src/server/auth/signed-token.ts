import * as z from 'zod'
import type { CredentialRef } from './liveness.store.ts'
import type { LoginLibrary } from './login-library.ts'
import type { Principal } from './principal.ts'

const LIFETIME_SECONDS = 15 * 60

const claims = z.object({
  sub: z.uuid(),
  exp: z.number(),
  session_id: z.uuid(),
  session_kind: z.enum(['session', 'api_key']),
})

/**
 * Signs a short-lived token (EdDSA) for apps and other systems. It names the credential it was made with, so it dies
 * with it here, at once, though others who verify it by the public key see only its end.
 */
export async function signToken(
  library: LoginLibrary,
  principal: Principal,
): Promise<{ jwt: string; expires_at: Date }> {
  const issuedAt = Math.floor(Date.now() / 1000)
  const { token } = await library.api.signJWT({
    body: {
      payload: {
        sub: principal.user_id,
        iat: issuedAt,
        exp: issuedAt + LIFETIME_SECONDS,
        tenant_id: principal.tenant_id,
        role: principal.role,
        session_id: principal.credential.id,
        session_kind: principal.credential.kind,
      },
    },
  })
  return { jwt: token, expires_at: new Date((issuedAt + LIFETIME_SECONDS) * 1000) }
}

/** The credential a signed token was made with, or null when signature, issuer or time do not hold. */
export async function readSignedToken(
  library: LoginLibrary,
  token: string,
): Promise<{ credential: CredentialRef; expires_at: Date } | null> {
  const { payload } = await library.api.verifyJWT({ body: { token } })
  const read = claims.safeParse(payload)
  if (!read.success) return null
  const { session_id, session_kind, exp } = read.data
  return { credential: { kind: session_kind, id: session_id }, expires_at: new Date(exp * 1000) }
}
