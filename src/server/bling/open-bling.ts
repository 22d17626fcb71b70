import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Authenticate } from '../auth/principal.ts'
import type { Connection, Database } from '../db/database.ts'
import { openDoorDatabase } from '../db/door-database.ts'
import type { Clock } from '../kernel/clock.ts'
import { type HttpClient, httpClient } from '../kernel/http-client.ts'
import type { Logger } from '../kernel/logger.ts'
import { createSecretBox } from '../kernel/secret-box.ts'
import { createTokenBucket, type Pace, realPace } from '../kernel/token-bucket.ts'
import { blingRoutes } from './bling.routes.ts'
import type { AccountDependents } from './bling-deps.ts'
import { type BlingClients, createBlingClients } from './client/bling-client.ts'
import type { CallerDeps } from './client/caller.ts'
import { createStateSigner } from './oauth/state.ts'
import { createErrorBrake } from './rate/error-brake.ts'
import { createRateBudgets } from './rate/rate-budgets.ts'
import { createTokenCalls } from './rate/token-calls.ts'
import { createTokenEndpoint } from './token-endpoint.ts'
import { createTokenProvider } from './token-provider.ts'
import { keepTokens } from './token-round.ts'
import { createDoors } from './webhook/doors.ts'
import { createInbox, type Inbox } from './webhook/inbox.ts'
import { webhookRoutes } from './webhook/webhook.routes.ts'

/** Where Bling is, and what tests and the simulation put in place of the network, of time and of chance. */
export type BlingSurroundings = {
  /** The API and its authorization; both may point to the sandbox. */
  readonly apiUrl: string
  readonly authUrl: string
  /** A simulated time, for waiting and for the rate; the machine's when absent. */
  readonly pace?: Pace
  readonly http?: HttpClient
  readonly random?: () => number
  readonly timeouts?: { readonly read_ms: number; readonly write_ms: number }
  readonly tokenCallsPerMinute?: number
}

/** What this room is made with. */
export type BlingOptions = BlingSurroundings & {
  readonly connection: Connection
  readonly database: Database
  readonly encryptionKey: Buffer
  /** The public address of this product, when there is one. */
  readonly appUrl: string | undefined
  readonly clock: Clock
  readonly logger: Logger
  readonly authenticate: Authenticate
  /** What other rooms hang on an account; nothing when absent. */
  readonly dependents?: AccountDependents
}

/** Everything that speaks to Bling, made once per process. */
export type Bling = {
  readonly clients: BlingClients
  readonly inbox: Inbox
  /** Keeps alive the tokens of a tenant's accounts, called or not; once a day is enough. Throws when Bling could not be reached. */
  keepTokens(tenant_id: string, signal?: AbortSignal): Promise<void>
  /** Routes for `/api/v1`. */
  readonly routes: FastifyPluginAsyncZod
  /** The door for events, without prefix. */
  readonly webhooks: FastifyPluginAsyncZod
  /** Stores what was taken and closes the door's connections. */
  close(): Promise<void>
}

const TIMEOUTS = { read_ms: 15_000, write_ms: 30_000 }
/** Bling blocks an address beyond 600 requests in 10 seconds, and beyond 20 calls for tokens in a minute. */
const EVERYBODY = { limit: 50, window_ms: 1000 }
const TOKEN_CALLS_PER_MINUTE = 15
const NO_DEPENDENTS: AccountDependents = { list: async () => [], remove: async () => {} }

/** Opens the room on a migrated database. Nothing is called yet. */
export function openBling(options: BlingOptions): Bling {
  const { database, clock, logger, encryptionKey } = options
  const random = options.random ?? Math.random
  const box = createSecretBox(encryptionKey)
  const pace = options.pace ?? realPace
  const http = options.http ?? httpClient
  const endpoint = createTokenEndpoint({
    http,
    auth_url: options.authUrl,
    calls: createTokenCalls({ per_minute: options.tokenCallsPerMinute ?? TOKEN_CALLS_PER_MINUTE, pace }),
  })
  const tokens = createTokenProvider({ database, endpoint, box, clock, pace, random, logger })
  const caller: CallerDeps = {
    api_url: options.apiUrl,
    http,
    tokens,
    budgets: createRateBudgets({
      database,
      pace,
      random,
      is_simulated: options.pace !== undefined,
      everybody: createTokenBucket({ ...EVERYBODY, pace }),
    }),
    brake: createErrorBrake(pace),
    pace,
    random,
    logger,
    timeouts: options.timeouts ?? TIMEOUTS,
  }
  const door = openDoorDatabase(options.connection, (error) =>
    logger.error({ err: error }, 'a connection of the events door broke'),
  )
  const inbox = createInbox({ database, door, clock, random, logger })
  const doors = createDoors({ db: door, box })
  const clients = createBlingClients(caller)
  return {
    clients,
    inbox,
    keepTokens: (tenant_id, signal) => keepTokens({ database, tokens, logger }, tenant_id, signal),
    routes: blingRoutes({
      database,
      clock,
      logger,
      box,
      clients,
      endpoint,
      caller,
      tokens,
      inbox,
      doors,
      states: createStateSigner(encryptionKey),
      auth_url: options.authUrl,
      authenticate: options.authenticate,
      app_url: options.appUrl,
      dependents: options.dependents ?? NO_DEPENDENTS,
    }),
    webhooks: webhookRoutes({ doors, inbox, database, logger }),
    async close() {
      await inbox.drain()
      await door.close()
    },
  }
}
