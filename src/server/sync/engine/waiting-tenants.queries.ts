import type { Database } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** The tenants for which something is due now: SKUs to be looked at, runs, sweeps, accounts whose state changed. */
export async function waitingTenants(database: Database, now: Date): Promise<string[]> {
  const rows = await database.global<{ tenant_id: string }>(
    sql`select tenants_with_sync_work as tenant_id from tenants_with_sync_work(${now}) order by 1`,
  )
  return rows.map((row) => row.tenant_id)
}
