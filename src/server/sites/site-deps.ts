import type { SiteDependent } from '../../contract/sites.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { HttpClient } from '../kernel/http-client.ts'
import type { Logger } from '../kernel/logger.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Errands } from './errands.ts'
import type { SiteConnectors } from './site-connectors.ts'
import type { SiteSecrets } from './site-secrets.ts'
import type { SiteDoors } from './webhook/site-doors.ts'
import type { SiteInbox } from './webhook/site-inbox.ts'

/** What hangs on a site in other rooms; they say it themselves, because this room does not know them. */
export type SiteDependents = {
  /** What goes away with the site, for a person to see before. */
  list(tx: Tx, site_id: string): Promise<readonly SiteDependent[]>
  /** Takes it away, in the transaction that removes the site. */
  remove(tx: Tx, site_id: string, at: Date): Promise<void>
}

/** The same of several rooms. */
export function allDependents(rooms: readonly SiteDependents[]): SiteDependents {
  return {
    async list(tx, site_id) {
      const found: SiteDependent[] = []
      for (const room of rooms) found.push(...(await room.list(tx, site_id)))
      return found
    },
    async remove(tx, site_id, at) {
      for (const room of rooms) await room.remove(tx, site_id, at)
    },
  }
}

/** What the routes and the work of this room are made with. */
export type SiteDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly box: SecretBox
  readonly secrets: SiteSecrets
  readonly connectors: SiteConnectors
  readonly inbox: SiteInbox
  readonly doors: SiteDoors
  readonly errands: Errands
  readonly http: HttpClient
  readonly random: () => number
  /** The public address of this product, when one is configured. */
  readonly app_url: string | undefined
  readonly dependents: SiteDependents
}
