import type { BlingClients } from '../../bling/client/bling-client.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'

/** What the copies of the accounts' products are kept with. */
export type CopyDeps = {
  readonly database: Database
  readonly clients: BlingClients
  readonly clock: Clock
  readonly logger: Logger
}
