import type { BlingClient, BlingClients } from '../bling/client/bling-client.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { AccountFacts } from '../sync/engine/facts.ts'
import { rereadOrder } from '../sync/engine/order-ledger.ts'
import { followOrder } from './follow-bling.ts'
import type { OrderRoute } from './order-routes.store.ts'
import type { StoredOrder } from './orders.store.ts'
import type { PaymentMethods } from './payment-methods.ts'

/** What steps in Bling are done with. */
export type StepDeps = {
  readonly database: Database
  readonly clients: BlingClients
  readonly clock: Clock
  readonly paymentMethods: PaymentMethods
}

/** An order at work: as it stands, how it travels, and the account that it is or goes to. */
export type AtWork = {
  readonly tenant_id: string
  readonly order: StoredOrder
  readonly route: OrderRoute
  readonly account: AccountFacts
  readonly client: BlingClient
  /** Bling's id of the deposit from which its goods leave; null where Bling knows by itself. */
  readonly leaves_from: string | null
  /** Whether the step before this one ended with reading the order there. */
  readonly is_fresh: boolean
  /** Names this attempt in the timeline, from what was asked to what was answered. */
  readonly correlation_id: string
}

/** Reads the order again there; what it says is kept by whoever follows (see `followOrder`). */
export async function readAgain(deps: StepDeps, work: AtWork, bling_order_id: string): Promise<void> {
  const errand = { lane: 'webhook', origin: 'webhook' } as const
  await rereadOrder({ ...deps, follow: followOrder }, work.tenant_id, work.account, bling_order_id, errand)
}
