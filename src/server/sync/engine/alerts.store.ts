import type { AlertKind } from '../../../contract/alert-sentences.ts'
import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'
import { newId } from '../../kernel/ids.ts'

/** One cause of an alert: at most one alert is open for a kind and a subject. */
export type AlertCause = { readonly kind: AlertKind; readonly subject: string }

/** Opens alerts, or brings those that are open up to date. */
export async function openAlerts(
  tx: Tx,
  alerts: readonly (AlertCause & { readonly facts: unknown })[],
  at: Date,
): Promise<void> {
  if (alerts.length === 0) return
  const rows = alerts.map((alert) => ({ id: newId(), ...alert }))
  await tx.query(sql`
    insert into alerts as a (tenant_id, id, kind, subject, facts, opened_at, updated_at)
    select ${tx.tenant_id}, id, kind, subject, facts, ${at}, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, kind text, subject text, facts jsonb)
     order by kind, subject
    on conflict (tenant_id, kind, subject) where resolved_at is null do update
       set facts = excluded.facts, updated_at = excluded.updated_at where a.facts <> excluded.facts`)
}

/** Closes alerts whose cause is gone. */
export async function resolveAlerts(tx: Tx, causes: readonly AlertCause[], at: Date): Promise<void> {
  if (causes.length === 0) return
  await tx.query(sql`
    update alerts a set resolved_at = ${at}, updated_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(causes)}::jsonb) as c (kind text, subject text)
     where a.tenant_id = ${tx.tenant_id} and a.kind = c.kind and a.subject = c.subject and a.resolved_at is null`)
}

/** An alert as it is kept. */
export type AlertRow = {
  readonly id: string
  readonly kind: AlertKind
  readonly subject: string
  readonly facts: Record<string, unknown>
  readonly opened_at: Date
  readonly resolved_at: Date | null
}

/** Alerts from the newest back, one more than the limit. */
export async function listAlerts(
  tx: Tx,
  filter: { readonly open: boolean; readonly cursor?: string | undefined; readonly limit: number },
): Promise<AlertRow[]> {
  return tx.query<AlertRow>(sql`
    select id, kind, subject, facts, opened_at, resolved_at from alerts
     where tenant_id = ${tx.tenant_id}
       ${filter.open ? sql`and resolved_at is null` : empty}
       ${filter.cursor === undefined ? empty : sql`and id < ${filter.cursor}`}
     order by id desc limit ${filter.limit + 1}`)
}
