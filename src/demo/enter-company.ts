import { ROLE_PERMISSIONS } from '../contract/permissions.ts'
import { branchesAmong } from '../server/auth/company.store.ts'
import { sessionByHash, whoIsLive } from '../server/auth/liveness.store.ts'
import type { Origin } from '../server/auth/logins.ts'
import type { Principal } from '../server/auth/principal.ts'
import { signIn } from '../server/auth/sign-in.ts'
import { hashToken } from '../server/auth/tokens.ts'
import { findProductsBySku } from '../server/catalog/products.store.ts'
import { type Company, emailOf, PLACES, type Place, type StaffKey } from './company.ts'
import { goodsAmong, SKUS } from './goods.ts'
import type { World } from './world.ts'

/** Where the demonstration's own people come from, for the audit trail. */
export const ORIGIN: Origin = { ip: '127.0.0.1', user_agent: 'demonstração' }

/** Signs the staff in and finds the branches and products of a company that was founded before. */
export async function enterCompany(world: World, password: string): Promise<Company> {
  const enter = (key: StaffKey) => enterAs(world, key, password)
  const manager = await enter('rafael')
  const { tenant_id } = manager
  const branches = await world.database.tenant(tenant_id, (tx) => branchesAmong(tx, null))
  const place = async ({ name, share, cashier }: (typeof PLACES)[number]): Promise<Place> => {
    const branch = branches.find((one) => one.name === name)
    if (branch === undefined) throw new Error(`the branch ${name} is missing`)
    return { id: branch.id, name, share, cashier: await enter(cashier) }
  }
  return {
    tenant_id,
    manager,
    counter: await enter('taina'),
    places: [await place(PLACES[0]), await place(PLACES[1])],
    goods: goodsAmong(await world.database.tenant(tenant_id, (tx) => findProductsBySku(tx, SKUS))),
  }
}

/** Signs one of the staff in. */
export async function enterAs(world: World, key: StaffKey, password: string): Promise<Principal> {
  const { token } = await signIn(world.identity, { email: emailOf(key), password }, ORIGIN)
  return principalOfToken(world, token)
}

/** Who stands behind a session's token. */
export async function principalOfToken({ identity }: World, token: string): Promise<Principal> {
  const id = await sessionByHash(identity.db, hashToken(token))
  const credential = { kind: 'session', id: id ?? '' } as const
  const live = id === null ? null : await whoIsLive(identity.db, credential)
  if (live === null) throw new Error('a session that was just opened is not there')
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
