import { DatabaseError } from 'pg'
import type { Tx } from '../db/database.ts'
import { empty, type Sql, sql } from '../db/sql.ts'
import { AppError } from '../kernel/app-error.ts'
import type { WebhookState } from './connector.ts'

/** What is known of how a site does. */
export type SiteHealth = {
  readonly health: 'ok' | 'auth' | 'rate_limited' | 'unavailable' | 'refused'
  readonly health_reason: string | null
  readonly checked_at: Date
}

/** A site. `credentials` are sealed; null for a site that comes to us. */
export type SiteRow = SiteHealth & {
  readonly id: string
  readonly kind: 'woocommerce' | 'generic'
  readonly name: string
  readonly address: string | null
  readonly credentials: string | null
  readonly state: 'active' | 'paused'
  readonly requests_per_second: number
  readonly webhook_version: number
  /** How we are reached from outside. */
  readonly our_address: string
  readonly webhooks: readonly WebhookState[]
  readonly webhooks_checked_at: Date | null
  readonly has_api_key: boolean
  readonly created_at: Date
}

/** A site with what its inbox holds. */
export type SiteShown = SiteRow & {
  readonly waiting: number
  readonly dead: number
  readonly last_event_at: Date | null
}

const COLUMNS = sql`
  s.id, s.kind, s.name, s.address, s.credentials, s.state, s.requests_per_second, s.webhook_version, s.our_address, s.webhooks,
  s.webhooks_checked_at, s.health, s.health_reason, s.checked_at, s.api_key_hash is not null as has_api_key, s.created_at`

const select = (tx: Tx, rest: Sql): Sql => sql`
  select ${COLUMNS} from sites s where s.tenant_id = ${tx.tenant_id} and s.removed_at is null ${rest}`

/** The site; null when the tenant has none of this id. */
export async function readSite(tx: Tx, id: string): Promise<SiteRow | null> {
  const [row] = await tx.query<SiteRow>(select(tx, sql`and s.id = ${id}`))
  return row ?? null
}

/** As `readSite`, held for a change. */
export async function lockSite(tx: Tx, id: string): Promise<SiteRow | null> {
  const [row] = await tx.query<SiteRow>(select(tx, sql`and s.id = ${id} for update of s`))
  return row ?? null
}

/** All sites that take part, by id. */
export async function activeSites(tx: Tx): Promise<SiteRow[]> {
  return tx.query<SiteRow>(select(tx, sql`and s.state = 'active' order by s.id`))
}

/** Sites by id with their inboxes, one more than `limit`; with `id`, that one. */
export async function showSites(
  tx: Tx,
  page: { readonly limit: number; readonly cursor?: string | undefined; readonly id?: string },
): Promise<SiteShown[]> {
  return tx.query<SiteShown>(sql`
    select ${COLUMNS}, i.waiting, i.dead, l.last_event_at
      from sites s
      cross join lateral (
        select count(*) filter (where k.state <> 'dead') as waiting, count(*) filter (where k.state = 'dead') as dead
          from site_inbox k where k.tenant_id = s.tenant_id and k.site_id = s.id and k.state <> 'done') i
      cross join lateral (
        select max(k.received_at) as last_event_at from site_inbox k where k.tenant_id = s.tenant_id and k.site_id = s.id) l
     where s.tenant_id = ${tx.tenant_id} and s.removed_at is null
       ${page.cursor === undefined ? empty : sql`and s.id > ${page.cursor}`}
       ${page.id === undefined ? empty : sql`and s.id = ${page.id}`}
     order by s.id limit ${page.limit + 1}`)
}

/** Writes a new site. Throws `NAME_TAKEN` and `SITE_ADDRESS_TAKEN`. */
export async function insertSite(
  tx: Tx,
  site: Omit<SiteRow, 'webhooks' | 'webhooks_checked_at' | 'has_api_key'> & {
    readonly webhook_token_hash: string
    readonly created_by: string
  },
): Promise<void> {
  await translated(site, () =>
    tx.query(sql`
      insert into sites (tenant_id, id, kind, name, address, credentials, state, requests_per_second, webhook_version,
        webhook_token_hash, our_address, health, health_reason, checked_at, created_at, orders_since, created_by)
      values (${tx.tenant_id}, ${site.id}, ${site.kind}, ${site.name}, ${site.address}, ${site.credentials}, ${site.state},
        ${site.requests_per_second}, ${site.webhook_version}, ${site.webhook_token_hash}, ${site.our_address}, ${site.health},
        ${site.health_reason}, ${site.checked_at}, ${site.created_at}, ${site.created_at}, ${site.created_by})`),
  )
}

/** Keeps what a person changed. Throws `NAME_TAKEN` and `SITE_ADDRESS_TAKEN`. */
export async function updateSite(
  tx: Tx,
  site: Pick<
    SiteRow,
    'id' | 'name' | 'address' | 'credentials' | 'state' | 'requests_per_second' | 'our_address'
  >,
): Promise<void> {
  await translated(site, () =>
    tx.query(sql`
      update sites set name = ${site.name}, address = ${site.address}, credentials = ${site.credentials}, state = ${site.state},
             requests_per_second = ${site.requests_per_second}, our_address = ${site.our_address}
       where tenant_id = ${tx.tenant_id} and id = ${site.id}`),
  )
}

/** Keeps how the site was seen to do. */
export async function saveHealth(tx: Tx, id: string, seen: SiteHealth): Promise<void> {
  await tx.query(sql`
    update sites set health = ${seen.health}, health_reason = ${seen.health_reason}, checked_at = ${seen.checked_at}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Keeps how our webhooks stand at the site. */
export async function saveWebhooks(
  tx: Tx,
  id: string,
  webhooks: readonly WebhookState[],
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update sites set webhooks = ${JSON.stringify(webhooks)}, webhooks_checked_at = ${at}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Keeps the hash of the site's new key, and the version that its webhooks have from now on. */
export async function saveAccess(
  tx: Tx,
  id: string,
  access: {
    readonly api_key_hash: string
    readonly webhook_version: number
    readonly webhook_token_hash: string
  },
): Promise<void> {
  await tx.query(sql`
    update sites set api_key_hash = ${access.api_key_hash}, webhook_version = ${access.webhook_version},
           webhook_token_hash = ${access.webhook_token_hash}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Forgets how a site is reached, and has nothing of what it told be waited for; it stays for its orders and its history. */
export async function removeSite(
  tx: Tx,
  id: string,
  gone: { readonly webhook_token_hash: string; readonly removed_at: Date },
): Promise<void> {
  await tx.query(sql`
    update sites set removed_at = ${gone.removed_at}, state = 'paused', credentials = null, api_key_hash = null,
           webhook_version = webhook_version + 1, webhook_token_hash = ${gone.webhook_token_hash}
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
  await tx.query(sql`
    update site_inbox set state = 'done', settled_at = ${gone.removed_at}
     where tenant_id = ${tx.tenant_id} and site_id = ${id} and state <> 'done'`)
  await tx.query(sql`
    update generic_deliveries set state = 'failed'
     where tenant_id = ${tx.tenant_id} and site_id = ${id} and state = 'waiting'`)
}

async function translated(
  { name, address }: Pick<SiteRow, 'name' | 'address'>,
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'sites_name')
      throw new AppError('NAME_TAKEN', { name })
    if (error instanceof DatabaseError && error.constraint === 'sites_address')
      throw new AppError('SITE_ADDRESS_TAKEN', { address })
    throw error
  }
}
