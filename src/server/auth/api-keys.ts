import type { z } from 'zod'
import type { madeApiKey, newApiKey } from '../../contract/identity.ts'
import { AppError } from '../kernel/app-error.ts'
import { addKey, keys, revokeKey } from './api-keys.store.ts'
import { actorOf, recordAudit } from './audit.store.ts'
import type { Identity } from './identity.ts'
import { requireReach } from './people.ts'
import type { Principal } from './principal.ts'

/** Makes a key for another system, with a role of its own. The answer holds the only copy of the key. */
export async function makeApiKey(
  identity: Identity,
  principal: Principal,
  wanted: z.infer<typeof newApiKey>,
  ip: string,
): Promise<z.infer<typeof madeApiKey>> {
  const { name, role, branch_ids } = wanted
  return identity.db.tenant(principal.tenant_id, async (tx) => {
    await requireReach(tx, role, branch_ids)
    const made = await identity.library.api.createApiKey({ body: { name, userId: principal.user_id } })
    const { id, key } = made
    await addKey(tx, { id, name, start: made.start ?? '', role, branch_ids, made_by: principal.user_id })
    const facts = { name, role, branch_ids }
    await recordAudit(tx, { actor: actorOf(principal), action: 'api_key.made', target: id, facts, ip })
    const [kept] = await keys(tx, { limit: 1, id })
    if (kept === undefined) throw new Error('the key just made is not there')
    return { ...kept, key }
  })
}

/** Revokes a key at once, everywhere. Throws `NOT_FOUND`. */
export async function revokeApiKey(
  identity: Identity,
  principal: Principal,
  id: string,
  ip: string,
): Promise<void> {
  await identity.db.tenant(principal.tenant_id, async (tx) => {
    if (!(await revokeKey(tx, id))) throw new AppError('NOT_FOUND')
    await recordAudit(tx, {
      actor: actorOf(principal),
      action: 'api_key.revoked',
      target: id,
      facts: {},
      ip,
    })
  })
}
