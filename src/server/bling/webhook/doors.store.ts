import type { DoorDatabase } from '../../db/door-database.ts'
import { sql } from '../../db/sql.ts'

/** An account that events may be for, and the sealed secret of the application that signs them. */
export type DoorRow = {
  readonly tenant_id: string
  readonly account_id: string
  readonly app_id: string
  readonly client_secret: string
}

/** The accounts of a company: one, or one for each tenant that connected it. */
export async function doorsOfCompany(db: DoorDatabase, company_id: string): Promise<DoorRow[]> {
  return db.query<DoorRow>(sql`
    select a.tenant_id, a.id as account_id, a.app_id, p.client_secret
      from bling_accounts a join bling_apps p on p.tenant_id = a.tenant_id and p.id = a.app_id
     where a.company_id = ${company_id} and a.removed_at is null`)
}

/** The account whose address for older callbacks ends in the token with this hash. */
export async function doorOfLegacyToken(
  db: DoorDatabase,
  hash: string,
): Promise<Pick<DoorRow, 'tenant_id' | 'account_id'> | null> {
  const [row] = await db.query<Pick<DoorRow, 'tenant_id' | 'account_id'>>(sql`
    select tenant_id, id as account_id from bling_accounts where legacy_token_hash = ${hash} and removed_at is null`)
  return row ?? null
}

/** Applications with their sealed secrets, at most `limit` of them. */
export async function appSecrets(
  db: DoorDatabase,
  limit: number,
): Promise<Pick<DoorRow, 'tenant_id' | 'app_id' | 'client_secret'>[]> {
  return db.query(sql`select tenant_id, id as app_id, client_secret from bling_apps limit ${limit}`)
}
