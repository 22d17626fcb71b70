import type { Role } from '../../contract/permissions.ts'
import type { IdentityDatabase } from './identity-database.ts'

/** A session or an API key, by id. */
export type CredentialRef = { readonly kind: 'session' | 'api_key'; readonly id: string }

/** Who stands behind a credential at this moment. */
export type Live = {
  readonly tenant_id: string
  readonly user_id: string
  readonly name: string
  readonly role: Role
  readonly branch_ids: readonly string[] | null
}

const LIVE_SESSION = `
  select m.tenant_id, m.user_id, m.name, m.role, m.branch_ids
    from auth.sessions s join public.memberships m on m.user_id = s.user_id
    where s.id = $1 and s.expires_at > now() and m.is_active`

const LIVE_API_KEY = `
  select k.tenant_id, k.id as user_id, k.name, k.role, k.branch_ids
    from auth.api_keys a join public.api_keys k on k.id = a.id
    where a.id = $1 and a.enabled and (a.expires_at is null or a.expires_at > now()) and k.revoked_at is null`

/** One look by primary key: who stands behind the credential now, or null when it ended or the person was deactivated. */
export async function whoIsLive(db: IdentityDatabase, credential: CredentialRef): Promise<Live | null> {
  const [name, text] =
    credential.kind === 'session' ? ['live_session', LIVE_SESSION] : ['live_api_key', LIVE_API_KEY]
  const [row] = await db.prepared<Live>(name, text, [credential.id])
  return row ?? null
}

/** The session whose token has this hash, ended or not. */
export async function sessionByHash(db: IdentityDatabase, tokenHash: string): Promise<string | null> {
  const text = 'select id from auth.sessions where token = $1'
  const [row] = await db.prepared<{ id: string }>('session_by_hash', text, [tokenHash])
  return row?.id ?? null
}
