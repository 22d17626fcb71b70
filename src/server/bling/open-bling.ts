import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { type HttpClient, httpClient } from '../kernel/http-client.ts'
import type { Logger } from '../kernel/logger.ts'
import { createSecretBox, type SecretBox } from '../kernel/secret-box.ts'
import { createTokenBucket, type Pace, realPace } from '../kernel/token-bucket.ts'
import { type BlingClients, createBlingClients } from './client/bling-client.ts'
import { createRateBudgets } from './rate/rate-budgets.ts'
import { createTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts'
import { createTokenProvider } from './token-provider.ts'

/** What this room is made with. The last four have defaults; tests and the simulation give their own. */
export type BlingOptions = {
  readonly database: Database
  readonly encryptionKey: Buffer
  /** Where Bling's API and its authorization are; both may point to the sandbox. */
  readonly apiUrl: string
  readonly authUrl: string
  readonly clock: Clock
  readonly logger: Logger
  /** A simulated time, for waiting and for the rate; the machine's when absent. */
  readonly pace?: Pace
  readonly http?: HttpClient
  readonly random?: () => number
  readonly timeouts?: { readonly read_ms: number; readonly write_ms: number }
}

/** Everything that speaks to Bling, made once per process. */
export type Bling = {
  readonly clients: BlingClients
  readonly endpoint: TokenEndpoint
  readonly box: SecretBox
  readonly http: HttpClient
  readonly pace: Pace
  readonly options: BlingOptions
}

const TIMEOUTS = { read_ms: 15_000, write_ms: 30_000 }
/** Bling blocks an address beyond 600 requests in 10 seconds, and beyond 20 calls for tokens in a minute. */
const EVERYBODY = { limit: 50, window_ms: 1000 }
const TOKEN_CALLS = { limit: 15, window_ms: 60_000 }

/** Opens the room on a migrated database. Nothing is called yet. */
export function openBling(options: BlingOptions): Bling {
  const { database, clock, logger } = options
  const pace = options.pace ?? realPace
  const http = options.http ?? httpClient
  const random = options.random ?? Math.random
  const box = createSecretBox(options.encryptionKey)
  const endpoint = createTokenEndpoint({
    http,
    auth_url: options.authUrl,
    bucket: createTokenBucket({ ...TOKEN_CALLS, pace }),
  })
  const tokens = createTokenProvider({ database, endpoint, box, clock, pace, random, logger })
  const budgets = createRateBudgets({
    database,
    pace,
    is_simulated: options.pace !== undefined,
    everybody: createTokenBucket({ ...EVERYBODY, pace }),
    random,
  })
  const clients = createBlingClients({
    api_url: options.apiUrl,
    http,
    tokens,
    budgets,
    pace,
    random,
    logger,
    timeouts: options.timeouts ?? TIMEOUTS,
  })
  return { clients, endpoint, box, http, pace, options }
}
