import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { BlingClients } from '../bling/client/bling-client.ts'
import type { Database } from '../db/database.ts'
import type { Outbox } from '../db/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { InvoiceFollower } from '../sync/engine/intake.ts'
import type { OrderFollower } from '../sync/engine/order-ledger.ts'
import { linksChanged } from '../sync/links/links-changed.ts'
import type { ArrivedOrder } from './arrived-order.ts'
import { invoiceDetail } from './bling-steps.ts'
import { type Checkout, createCheckout } from './checkout.ts'
import { followOrder } from './follow-bling.ts'
import { forgetInvoice, keepInvoice } from './follow-invoice.ts'
import { createInvoiceLookout, type InvoiceLookout } from './look-after-invoices.ts'
import { createOrderEngine, type OrderEngine } from './order-engine.ts'
import { orderSettingsRoutes } from './order-settings.routes.ts'
import { orderRoutes } from './orders.routes.ts'
import { hasOrdersIn, orderOfInvoice } from './orders.store.ts'
import { createPaymentMethods } from './payment-methods.ts'
import { relinkOrders, takeKitsApart } from './relink-orders.ts'
import { type Taken, takeOrder } from './take-order.ts'
import { createShopIntake, type ShopReader } from './take-shop-orders.ts'
import type { SiteTeller } from './tell-site.ts'

/** What orders are made with. */
export type OrderOptions = {
  readonly database: Database
  readonly clients: BlingClients
  readonly outbox: Outbox
  readonly clock: Clock
  readonly logger: Logger
  readonly random?: (() => number) | undefined
  /** Reads orders at the shops that keep them. */
  readonly shops: ShopReader
  /** Tells sites where their orders stand. */
  readonly teller: SiteTeller
}

/** Orders of sales sites, on their way to Bling and back. */
export type Orders = {
  readonly engine: OrderEngine
  /** Takes an order in, or what the site now says of it; see `takeOrder`. */
  take(tenant_id: string, site_id: string, arrived: ArrivedOrder): Promise<Taken>
  /** What synchronisation has taken in of shops. */
  readonly intake: ReturnType<typeof createShopIntake>
  /** For sites that place their orders with us. */
  readonly checkout: Checkout
  /** What synchronisation tells of the orders and invoices of accounts. */
  readonly follow: OrderFollower
  readonly followInvoice: InvoiceFollower
  /** For the periodic verification of an account. */
  readonly lookAfterInvoices: InvoiceLookout
  /** Routes for `/api/v1`. */
  readonly routes: FastifyPluginAsyncZod
}

/** Opens the room. Nothing is sent before the engine is started. */
export function openOrders(options: OrderOptions): Orders {
  const { database, clients, clock, outbox } = options
  const deps = {
    ...options,
    random: options.random ?? Math.random,
    paymentMethods: createPaymentMethods(clock),
  }
  const intake = createShopIntake({ database, clock, shops: options.shops, wake: () => engine.wake() })
  const engine = createOrderEngine({ ...deps, look: intake.takeOrder })
  outbox.onEvent(linksChanged, async (tx, { payload }) => {
    await relinkOrders(tx, payload.skus, clock.now())
    await takeKitsApart(tx, payload.skus, clock.now())
  })
  const asked = { database, clock, wake: engine.wake }
  return {
    engine,
    async take(tenant_id, site_id, arrived) {
      const taken = await takeOrder(deps, tenant_id, site_id, arrived)
      engine.wake()
      return taken
    },
    intake,
    checkout: createCheckout(asked),
    follow: followOrder,
    lookAfterInvoices: createInvoiceLookout(deps),
    async followInvoice(tenant_id, account_id, { invoice_id }) {
      const find = (shop_number: string | null) =>
        database.tenant(tenant_id, (tx) => orderOfInvoice(tx, account_id, { invoice_id, shop_number }))
      // Accounts have invoices of their own by the thousand: they are not looked at where no order of ours is.
      if (!(await database.tenant(tenant_id, (tx) => hasOrdersIn(tx, account_id)))) return
      const client = clients.forAccount(tenant_id, account_id, 'webhook')
      const detail = await invoiceDetail(client, invoice_id)
      const order_id = await find(detail === null || detail.shop_number === '' ? null : detail.shop_number)
      if (order_id === null) return
      await database.tenant(tenant_id, (tx) =>
        detail === null
          ? forgetInvoice(tx, order_id, invoice_id, clock.now())
          : keepInvoice(tx, order_id, detail, clock.now()),
      )
    },
    async routes(app) {
      await app.register(orderRoutes(asked))
      await app.register(orderSettingsRoutes(asked))
    },
  }
}
