import type { z } from 'zod'
import type { auditEntry, auditQuery } from '../../contract/identity.ts'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'
import { newId } from '../kernel/ids.ts'
import type { Principal } from './principal.ts'

/** Who did it: a person, another system by its key, the product by itself, or somebody who did not prove who they are. */
export type Actor = {
  readonly id: string | null
  readonly kind: 'person' | 'api_key' | 'system' | 'nobody'
}

/** One line of the audit trail. `facts` hold what changed, never a secret. `target` is the id of what was acted upon. */
export type AuditEntry = {
  readonly actor: Actor
  readonly action: string
  readonly target: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly ip: string | null
}

/** The actor behind a request. */
export function actorOf(principal: Principal): Actor {
  return { id: principal.user_id, kind: principal.credential.kind === 'api_key' ? 'api_key' : 'person' }
}

/**
 * Writes one line of the audit trail, in the caller's transaction: the change and its trace are kept together or not at
 * all. The database refuses to change or delete it afterwards.
 */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await recordAudits(tx, [entry])
}

/** Writes many lines at once, in the given order. */
export async function recordAudits(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ actor, ...entry }) => ({
    ...entry,
    id: newId(),
    actor_id: actor.id,
    actor_kind: actor.kind,
  }))
  await tx.query(sql`
    insert into audit_log (tenant_id, id, actor_id, actor_kind, action, target, facts, ip)
    select ${tx.tenant_id}, id, actor_id, actor_kind, action, target, facts, ip
      from json_to_recordset(${JSON.stringify(rows)})
        as row (id uuid, actor_id uuid, actor_kind text, action text, target text, facts jsonb, ip text)`)
}

type AuditRow = {
  readonly id: string
  readonly at: Date
  readonly actor_id: string | null
  readonly actor_name: string | null
  readonly actor_kind: Actor['kind']
  readonly action: string
  readonly target: string | null
  readonly facts: Record<string, unknown>
  readonly ip: string | null
}

/** The audit trail from the newest line back, at most `limit + 1` of them: one more tells that there is a next page. */
export async function auditTrail(
  tx: Tx,
  filter: z.infer<typeof auditQuery>,
): Promise<z.infer<typeof auditEntry>[]> {
  const rows = await tx.query<AuditRow>(sql`
    select l.id, l.at, l.actor_id, a.name as actor_name, l.actor_kind, l.action, l.target, l.facts, l.ip
    from audit_log l left join actors a on a.tenant_id = l.tenant_id and a.id = l.actor_id
    where l.tenant_id = ${tx.tenant_id}
      ${filter.cursor === undefined ? empty : sql`and l.id < ${filter.cursor}`}
      ${filter.action === undefined ? empty : sql`and l.action = ${filter.action}`}
      ${filter.actor_id === undefined ? empty : sql`and l.actor_id = ${filter.actor_id}`}
      ${filter.target === undefined ? empty : sql`and l.target = ${filter.target}`}
      ${filter.from === undefined ? empty : sql`and l.at >= ${filter.from}`}
      ${filter.to === undefined ? empty : sql`and l.at < ${filter.to}`}
    order by l.id desc limit ${filter.limit + 1}`)
  return rows.map(({ actor_id, actor_name, actor_kind, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    actor: { id: actor_id, name: actor_name, kind: actor_kind },
  }))
}
