import type { z } from 'zod'
import type { me } from '../../contract/identity.ts'
import { branchesAmong, company } from './company.store.ts'
import type { Identity } from './identity.ts'
import { person } from './memberships.store.ts'
import type { Principal } from './principal.ts'

/** What a person (or an API key) is, may do and reaches, as it is at this moment. */
export async function whoAmI(identity: Identity, principal: Principal): Promise<z.infer<typeof me>> {
  const { credential, branch_ids, user_id } = principal
  return identity.db.tenant(principal.tenant_id, async (tx) => ({
    user: {
      id: user_id,
      name: principal.user_name,
      email: (await person(tx, user_id))?.email ?? null,
      kind: credential.kind === 'api_key' ? 'api_key' : 'person',
    },
    tenant: await company(tx),
    role: principal.role,
    permissions: [...principal.permissions],
    all_branches: branch_ids === null,
    branches: await branchesAmong(tx, branch_ids === null ? null : [...branch_ids]),
  }))
}
