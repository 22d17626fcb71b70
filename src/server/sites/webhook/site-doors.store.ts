import type { DoorDatabase } from '../../db/door-database.ts'
import { sql } from '../../db/sql.ts'
import type { SiteRow } from '../sites.store.ts'
import type { SiteRef } from './site-inbox.store.ts'

/** The site behind an address or a key, before anybody is known. */
export type SiteDoor = SiteRef & Pick<SiteRow, 'kind' | 'state' | 'webhook_version'>

/** The site whose address for webhooks ends in the token with this hash. */
export async function siteOfToken(db: DoorDatabase, hash: string): Promise<SiteDoor | null> {
  const [row] = await db.query<SiteDoor>(sql`
    select tenant_id, id as site_id, kind, state, webhook_version from sites where webhook_token_hash = ${hash}`)
  return row ?? null
}

/** The site whose key has this hash. */
export async function siteOfKey(db: DoorDatabase, hash: string): Promise<SiteDoor | null> {
  const [row] = await db.query<SiteDoor>(sql`
    select tenant_id, id as site_id, kind, state, webhook_version from sites where api_key_hash = ${hash}`)
  return row ?? null
}
