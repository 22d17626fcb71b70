import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { BlingClients } from '../bling/client/bling-client.ts'
import type { Inbox } from '../bling/webhook/inbox.ts'
import type { Database } from '../db/database.ts'
import type { Outbox } from '../db/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import { type Pace, realPace } from '../kernel/token-bucket.ts'
import type { StockQueue } from '../stock/batch/batch-queue.ts'
import { accountSettingsRoutes } from './engine/account-settings.routes.ts'
import { alertRoutes } from './engine/alerts.routes.ts'
import { demandRoutes } from './engine/demand.routes.ts'
import { depositHoldingRoutes } from './engine/deposit-holdings.routes.ts'
import type { InvoiceFollower } from './engine/intake.ts'
import type { OrderFollower } from './engine/order-ledger.ts'
import { planRoutes } from './engine/plans.routes.ts'
import { runRoutes } from './engine/runs.routes.ts'
import { statusRoutes } from './engine/status.routes.ts'
import type { SweepDeps } from './engine/sweep.ts'
import { createSyncEngine, type SyncEngine } from './engine/sync-engine.ts'
import { totalsRoutes } from './engine/totals.routes.ts'
import { listenForReasons } from './reasons-to-look.ts'
import type { SitePort } from './sites/site-port.ts'

/** What synchronisation is made with. */
export type SyncOptions = {
  readonly database: Database
  readonly queue: StockQueue
  readonly clients: BlingClients
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly sites: SitePort
  /** Who else keeps what orders and invoices of accounts say. */
  readonly follow: OrderFollower
  readonly followInvoice: InvoiceFollower
  /** Who looks for what nobody told of an account's invoices. Throws `BlingError`. */
  readonly lookAfterInvoices: SweepDeps['lookAfterInvoices']
  readonly clock: Clock
  readonly logger: Logger
  /** How waiting is done and chance is drawn; the machine's own when absent. */
  readonly pace?: Pace | undefined
  readonly random?: (() => number) | undefined
}

/** What keeps the accounts showing one stock. */
export type Sync = {
  readonly engine: SyncEngine
  /** Routes for `/api/v1`. */
  readonly routes: FastifyPluginAsyncZod
}

/** Opens the room. Nothing is looked at before the engine is started. */
export function openSync(options: SyncOptions): Sync {
  const { outbox, clock } = options
  const { sleep } = options.pace ?? realPace
  const deps = { ...options, random: options.random ?? Math.random, newId, sleep }
  const engine = createSyncEngine(deps)
  listenForReasons(outbox, clock, options.sites)
  const asked = { ...deps, wake: engine.wake }
  return {
    engine,
    async routes(app) {
      await app.register(planRoutes(asked))
      await app.register(runRoutes(asked))
      await app.register(totalsRoutes(deps))
      await app.register(statusRoutes(deps))
      await app.register(depositHoldingRoutes(deps))
      await app.register(demandRoutes(asked))
      await app.register(accountSettingsRoutes(asked))
      await app.register(alertRoutes(deps))
    },
  }
}
