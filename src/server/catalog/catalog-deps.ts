import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import type { Database } from '../db/database.ts'
import type { StoredAnswer } from '../db/idempotency.ts'
import type { Clock } from '../kernel/clock.ts'
import type { RetuneLevels } from './apply-plan.ts'
import type { CatalogPlan } from './catalog-plan.ts'
import type { WaitingFor } from './coded-product.ts'

/** Who writes to the catalogue, and under which key. */
export type CatalogWrite = RepeatableWrite

/**
 * Applies a plan that changes a packing: the stock's rows and the products in one transaction, with all levels locked, through
 * the one door into the ledger. Answers like every command; throws `PlanOutdated`.
 */
export type Repack = (
  write: CatalogWrite,
  plan: CatalogPlan,
  answer: { readonly status: 200; readonly body: unknown },
) => Promise<StoredAnswer>

/** What the catalogue is made with. Stock stands to its right, so what it asks of stock is handed down. */
export type CatalogDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly repack: Repack
  readonly retune: RetuneLevels
  readonly waitingFor: WaitingFor
}
