import type { BlingClients } from '../bling/client/bling-client.ts'
import type { CatalogDeps } from '../catalog/catalog-deps.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Connector } from '../sites/connector.ts'
import type { Errands } from '../sites/errands.ts'

/** What this room works with. */
export type ExchangeDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly clients: BlingClients
  readonly catalog: CatalogDeps
  /** The connector of a site that takes part. Throws `SiteError`. */
  readonly connectorOf: (tenant_id: string, site_id: string) => Promise<Connector>
  readonly errands: Errands
}
