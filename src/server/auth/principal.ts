import type { FastifyRequest } from 'fastify'
import { type Permission, ROLE_PERMISSIONS, type Role } from '../../contract/permissions.ts'
import { AppError } from '../kernel/app-error.ts'

/** Who is asking, taken from the session or the API key and from nowhere else. */
export type Principal = {
  readonly tenant_id: string
  readonly user_id: string
  readonly user_name: string
  readonly role: Role
  readonly permissions: ReadonlySet<Permission>
  /** The branches this person may touch; null means all of them. */
  readonly branch_ids: ReadonlySet<string> | null
  /** What proves it: ended at once when this is revoked. */
  readonly credential: { readonly kind: 'session' | 'api_key' | 'system'; readonly id: string }
}

/** Who the product itself is when it acts without a person, in every tenant. */
export const SYSTEM_ACTOR_ID = '00000000-0000-0000-0000-000000000000'

/** The product acting by itself (synchronisation, the demonstration's past). No request can become this. */
export function systemPrincipal(tenantId: string): Principal {
  return {
    tenant_id: tenantId,
    user_id: SYSTEM_ACTOR_ID,
    user_name: 'Sistema',
    role: 'owner',
    permissions: ROLE_PERMISSIONS.owner,
    branch_ids: null,
    credential: { kind: 'system', id: SYSTEM_ACTOR_ID },
  }
}

/** Finds out who asks; null when nobody proves to be anybody. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | null>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route needs. A route without it cannot be registered: deny is the default. */
    access?: Permission | 'public'
    /**
     * `in_batch`: the command asks again, inside its own transaction, whether the credential still holds
     * (SQL function `live_credentials`), so the door may answer from memory for some seconds.
     */
    rechecked?: 'in_batch'
  }
  interface FastifyRequest {
    principal: Principal | null
  }
}

/** The principal of a request to a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new AppError('UNAUTHENTICATED')
  return request.principal
}

/** Refuses a branch that the person's role does not reach. */
export function requireBranch(principal: Principal, branchId: string): void {
  if (principal.branch_ids !== null && !principal.branch_ids.has(branchId))
    throw new AppError('BRANCH_FORBIDDEN')
}
