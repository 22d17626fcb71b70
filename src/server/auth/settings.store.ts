import { type TenantSettings, tenantSettings } from '../../contract/settings.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** The company's settings, every field filled: what was never set has its default. */
export async function readSettings(tx: Tx): Promise<TenantSettings> {
  const [row] = await tx.query<{ settings: unknown }>(
    sql`select settings from tenants where id = ${tx.tenant_id}`,
  )
  return tenantSettings.parse(row?.settings ?? {})
}

/** As `readSettings`, locked until the transaction ends. */
export async function lockSettings(tx: Tx): Promise<TenantSettings> {
  await tx.query(sql`select from tenants where id = ${tx.tenant_id} for update`)
  return readSettings(tx)
}

/** Keeps the given fields; the others stay as they are, so defaults may still change for who never chose. */
export async function saveSettings(tx: Tx, change: Partial<TenantSettings>): Promise<void> {
  await tx.query(sql`
    update tenants set settings = settings || ${JSON.stringify(change)}::jsonb where id = ${tx.tenant_id}`)
}
