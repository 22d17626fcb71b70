import { ROLE_PERMISSIONS, ROLES } from '../../contract/permissions.ts'
import type { Principal } from '../auth/principal.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

type LiveCredential = {
  readonly credential_id: string
  readonly user_id: string
  readonly role: string
  readonly branch_ids: readonly string[] | null
}

/** Which of these people may still see what they could see when they came: same person, same branches, allowed to read stock. */
export async function stillAdmitted<Watcher extends { readonly principal: Principal }>(
  tx: Tx,
  watchers: readonly Watcher[],
): Promise<Set<Watcher>> {
  const ids = [...new Set(watchers.map(({ principal }) => principal.credential.id))]
  const rows = await tx.query<LiveCredential>(sql`select * from live_credentials(${ids}::uuid[])`)
  const byId = new Map(rows.map((row) => [row.credential_id, row]))
  return new Set(
    watchers.filter(({ principal }) => {
      const live = byId.get(principal.credential.id)
      const role = ROLES.find((name) => name === live?.role)
      return (
        live !== undefined &&
        role !== undefined &&
        live.user_id === principal.user_id &&
        ROLE_PERMISSIONS[role].has('stock.read') &&
        sameBranches(live.branch_ids, principal.branch_ids)
      )
    }),
  )
}

function sameBranches(now: readonly string[] | null, then: ReadonlySet<string> | null): boolean {
  if (now === null || then === null) return now === then
  return now.length === then.size && now.every((id) => then.has(id))
}
