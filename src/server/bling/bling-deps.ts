import type { BlingDependent } from '../../contract/bling.ts'
import type { Authenticate } from '../auth/principal.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { BlingClients } from './client/bling-client.ts'
import type { CallerDeps } from './client/caller.ts'
import type { StateSigner } from './oauth/state.ts'
import type { TokenEndpoint } from './token-endpoint.ts'
import type { TokenProvider } from './token-provider.ts'
import type { Doors } from './webhook/doors.ts'
import type { Inbox } from './webhook/inbox.ts'

/** What configurations of other rooms hang on an account; they say it themselves, because this room does not know them. */
export type AccountDependents = {
  /** What goes away with the account, for a person to see before. */
  list(tx: Tx, account_id: string): Promise<readonly BlingDependent[]>
  /** Takes it away, in the transaction that removes the account. */
  remove(tx: Tx, account_id: string, at: Date): Promise<void>
}

/** What the routes of this room are made with. */
export type BlingDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly box: SecretBox
  readonly clients: BlingClients
  readonly endpoint: TokenEndpoint
  readonly caller: CallerDeps
  readonly tokens: TokenProvider
  readonly inbox: Inbox
  readonly doors: Doors
  readonly states: StateSigner
  readonly auth_url: string
  /** Who stands behind a request to a public route. */
  readonly authenticate: Authenticate
  /** The public address, when there is one. */
  readonly app_url: string | undefined
  readonly dependents: AccountDependents
}
