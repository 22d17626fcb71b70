import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** The tenants that have sites which take part. */
export async function tenantsWithSites(database: Database): Promise<string[]> {
  const rows = await database.global<{ tenant_id: string }>(
    sql`select tenant_id from tenants_with_sites() as t (tenant_id)`,
  )
  return rows.map(({ tenant_id }) => tenant_id)
}
