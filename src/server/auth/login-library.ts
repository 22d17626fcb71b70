import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { jwt } from 'better-auth/plugins/jwt'
import { newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { LibraryPool } from './identity-database.ts'

/** What every API key begins with, so that people and secret scanners know one when they see it. */
export const API_KEY_PREFIX = 'eu_'

/** How long a session lasts, in seconds: thirty days. */
export const SESSION_SECONDS = 30 * 24 * 3600

const JWT_LIFETIME = '15m'

/** The login library: passwords, sessions, API keys and signing keys. Its own HTTP handler is never mounted. */
export type LoginLibrary = ReturnType<typeof openLoginLibrary>

/** Opens the library on the identity pool. `address` names the issuer of signed tokens. */
export function openLoginLibrary(options: {
  readonly pool: LibraryPool
  readonly secret: string
  readonly address: string
  readonly logger: Logger
}) {
  return betterAuth({
    baseURL: options.address,
    secret: options.secret,
    database: options.pool,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    // What fails for the caller is thrown and logged there; the library also reports every wrong key, which is no news.
    logger: { level: 'error', log: (_level, message) => options.logger.debug({ message }, 'login library') },
    emailAndPassword: { enabled: true, autoSignIn: false },
    advanced: { database: { generateId: () => newId(), validateSchema: false } },
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'sessions',
      expiresIn: SESSION_SECONDS,
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    plugins: [signedTokens(options.address), apiKeys()],
  })
}

function signedTokens(address: string) {
  return jwt({
    jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' } },
    jwt: { issuer: address, audience: address, expirationTime: JWT_LIFETIME },
    schema: {
      jwks: {
        fields: {
          publicKey: 'public_key',
          privateKey: 'private_key',
          createdAt: 'created_at',
          expiresAt: 'expires_at',
        },
      },
    },
  })
}

/** The plugin's own limit (ten checks a day) is off: how often a key may call is not a question of identity. */
function apiKeys() {
  return apiKey({
    defaultPrefix: API_KEY_PREFIX,
    startingCharactersConfig: { charactersLength: 8 },
    maximumNameLength: 120,
    rateLimit: { enabled: false },
    schema: {
      apikey: {
        modelName: 'api_keys',
        fields: {
          configId: 'config_id',
          referenceId: 'reference_id',
          refillInterval: 'refill_interval',
          refillAmount: 'refill_amount',
          lastRefillAt: 'last_refill_at',
          rateLimitEnabled: 'rate_limit_enabled',
          rateLimitTimeWindow: 'rate_limit_time_window',
          rateLimitMax: 'rate_limit_max',
          requestCount: 'request_count',
          lastRequest: 'last_request',
          expiresAt: 'expires_at',
          createdAt: 'created_at',
          updatedAt: 'updated_at',
        },
      },
    },
  })
}
