import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { HttpClient } from '../kernel/http-client.ts'
import type { Logger } from '../kernel/logger.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Errands } from './errands.ts'
import type { SiteConnectors } from './site-connectors.ts'
import type { SiteSecrets } from './site-secrets.ts'
import type { SiteDoors } from './webhook/site-doors.ts'
import type { SiteInbox } from './webhook/site-inbox.ts'

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
}
