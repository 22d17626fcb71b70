import type { Connection } from '../db/database.ts'
import type { Logger } from '../kernel/logger.ts'
import { deriveKey } from '../kernel/secret-box.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { createAuthenticate } from './authenticate.ts'
import { hasCompany } from './company.store.ts'
import { type IdentityDatabase, openIdentityDatabase } from './identity-database.ts'
import { type LoginLibrary, openLoginLibrary } from './login-library.ts'
import type { Authenticate } from './principal.ts'
import { createSessionCookie, type SessionCookie } from './session-cookie.ts'

/**
 * Everything that knows who is who: made once per process, handed to the door (`authenticate`) and to the routes.
 * Credentials live by the machine's real time, as the login library and the database see it, not by the business clock.
 */
export type Identity = {
  readonly authenticate: Authenticate
  readonly db: IdentityDatabase
  readonly library: LoginLibrary
  readonly cookie: SessionCookie
  readonly attempts: Attempts
  readonly appUrl: string | undefined
  /** Lets somebody on another machine do the first setup; shown at start, worthless once a company exists. */
  readonly setupCode: string
  /** Whether the first owner is still missing. */
  isSetupNeeded(): Promise<boolean>
  /** Does work that the answer must not wait for; failures are logged. */
  later(work: () => Promise<void>): void
  /** Waits for what was put off. */
  settle(): Promise<void>
  /** Settles and closes the connections. */
  close(): Promise<void>
}

/** Opens identity on a migrated database. `appUrl` is the public address, when there is one. */
export function openIdentity(options: {
  readonly connection: Connection
  readonly encryptionKey: Buffer
  readonly appUrl: string | undefined
  readonly logger: Logger
}): Identity {
  const { appUrl, logger } = options
  const db = openIdentityDatabase(options.connection, (error) =>
    logger.error({ err: error }, 'an identity connection broke'),
  )
  const library = openLoginLibrary({
    pool: db.libraryPool,
    secret: deriveKey(options.encryptionKey, 'login-library').toString('base64url'),
    address: appUrl ?? 'http://localhost',
    logger,
  })
  const cookie = createSessionCookie(appUrl?.startsWith('https:') === true)
  const pending = new Set<Promise<void>>()
  const settle = async () => void (await Promise.all(pending))
  return {
    authenticate: createAuthenticate({ db, library, cookie, appUrl }),
    db,
    library,
    cookie,
    attempts: createAttempts(db),
    appUrl,
    // Derived, so that every process of an installation knows the same code.
    setupCode: deriveKey(options.encryptionKey, 'setup-code').toString('base64url'),
    isSetupNeeded: () => db.transaction(async (tx) => !(await hasCompany(tx))),
    later(work) {
      const running = work()
        .catch((error: unknown) => logger.error({ err: error }, 'work after an answer failed'))
        .finally(() => pending.delete(running))
      pending.add(running)
    },
    settle,
    close: async () => {
      await settle()
      await db.close()
    },
  }
}
