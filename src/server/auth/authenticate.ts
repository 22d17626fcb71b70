import type { FastifyRequest } from 'fastify'
import { ROLE_PERMISSIONS } from '../../contract/permissions.ts'
import { type BoundedCache, createBoundedCache } from './bounded-cache.ts'
import type { IdentityDatabase } from './identity-database.ts'
import { type CredentialRef, type Live, sessionByHash, whoIsLive } from './liveness.store.ts'
import type { LoginLibrary } from './login-library.ts'
import { type PresentedCredential, presentedCredential } from './presented-credential.ts'
import type { Authenticate, Principal } from './principal.ts'
import type { SessionCookie } from './session-cookie.ts'
import { readSignedToken } from './signed-token.ts'
import { hashToken } from './tokens.ts'

const CACHE_ENTRIES = 20_000
/** How long the proof itself (hash looked up, key checked, signature verified) is remembered. */
const PROOF_MS = 5 * 60_000
/** How long a person may be answered from memory on a route whose command asks again by itself. */
const MEMORY_MS = 30_000

type Proof = { readonly credential: CredentialRef; readonly until: number }
type Known = Proof & { readonly principal: Principal; readonly seenAt: number }

export type AuthenticateOptions = {
  readonly db: IdentityDatabase
  readonly library: LoginLibrary
  readonly cookie: SessionCookie
  readonly appUrl: string | undefined
}

/**
 * Finds out who asks. That a secret is right is proved once and remembered by its hash; that it still holds is asked of
 * the database on every request, by primary key, so a revoked session, a changed role or a deactivated person ends at
 * once in every process. Only routes that ask again by themselves (`rechecked`) are answered from memory, for seconds.
 */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const cache = createBoundedCache<Known>(CACHE_ENTRIES)
  return async (request) => {
    const presented = presentedCredential(request, options.cookie, options.appUrl)
    if (presented === null) return null
    const key = hashToken(presented.secret)
    const now = Date.now()
    const known = freshEntry(cache, key, now)
    if (known !== undefined && mayAnswerFromMemory(request, known, now)) return known.principal
    const proof = known ?? (await prove(options, presented, now))
    const live = proof === null ? null : await whoIsLive(options.db, proof.credential)
    if (proof === null || live === null) {
      cache.delete(key)
      return null
    }
    const principal = principalFrom(live, proof.credential)
    cache.set(key, { credential: proof.credential, until: proof.until, principal, seenAt: now })
    return principal
  }
}

function freshEntry(cache: BoundedCache<Known>, key: string, now: number): Known | undefined {
  const known = cache.get(key)
  return known !== undefined && known.until > now ? known : undefined
}

/** What memory would refuse is asked again, so that a better role, too, counts at once. */
function mayAnswerFromMemory(request: FastifyRequest, known: Known, now: number): boolean {
  const { access, rechecked } = request.routeOptions.config
  if (rechecked !== 'in_batch' || access === undefined || access === 'public') return false
  return now - known.seenAt < MEMORY_MS && known.principal.permissions.has(access)
}

async function prove(
  options: AuthenticateOptions,
  presented: PresentedCredential,
  now: number,
): Promise<Proof | null> {
  const until = now + PROOF_MS
  switch (presented.kind) {
    case 'session': {
      const id = await sessionByHash(options.db, hashToken(presented.secret))
      return id === null ? null : { credential: { kind: 'session', id }, until }
    }
    case 'api_key': {
      const checked = await options.library.api.verifyApiKey({ body: { key: presented.secret } })
      if (!checked.valid || checked.key === null) return null
      return { credential: { kind: 'api_key', id: checked.key.id }, until }
    }
    case 'jwt': {
      const token = await readSignedToken(options.library, presented.secret)
      if (token === null) return null
      return { credential: token.credential, until: Math.min(until, token.expires_at.getTime()) }
    }
  }
}

function principalFrom(live: Live, credential: CredentialRef): Principal {
  return {
    tenant_id: live.tenant_id,
    user_id: live.user_id,
    user_name: live.name,
    role: live.role,
    permissions: ROLE_PERMISSIONS[live.role],
    branch_ids: live.branch_ids === null ? null : new Set(live.branch_ids),
    credential,
  }
}
