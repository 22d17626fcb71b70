import { tenantSettings } from '../../contract/settings.ts'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** A company, for work that goes through all of them, and the clocks it lives by. */
export type TenantClock = { readonly tenant_id: string; readonly time_zone: string }

/** Every company. */
export async function everyTenant(database: Database): Promise<TenantClock[]> {
  const rows = await database.global<{ tenant_id: string; time_zone: string | null }>(
    sql`select tenant_id, time_zone from tenant_time_zones()`,
  )
  return rows.map(({ tenant_id, time_zone }) => {
    const chosen = tenantSettings.shape.time_zone.safeParse(time_zone ?? undefined)
    return { tenant_id, time_zone: chosen.data ?? tenantSettings.parse({}).time_zone }
  })
}
