import type { ErrorCode } from '../../../contract/errors.ts'
import type { Permission } from '../../../contract/permissions.ts'
import type { MovementDraft } from '../../../domain/stock/movement.ts'
import type { AuditEntry } from '../../auth/audit.store.ts'
import type { Principal } from '../../auth/principal.ts'
import type { CatalogPlan } from '../../catalog/catalog-plan.ts'
import type { ErrorFacts } from '../../kernel/app-error.ts'
import type { BatchState } from './batch-state.ts'
import type { ChainedMovement } from './ledger-chain.ts'

/** One level: a product in a branch. */
export type LevelKey = { readonly branch_id: string; readonly product_id: string }

/** Documents whose present state a command needs; they are read after its levels are locked. */
export type CommandNeeds = {
  readonly sale_ids?: readonly string[]
  readonly purchase_ids?: readonly string[]
}

/**
 * A change of stock that waits for its turn. Commands of one tenant run in arrival order, many in one transaction;
 * `decide` is synchronous and touches nothing: it reads the state that the commands before it left and answers with data.
 */
export type StockCommand = {
  readonly principal: Principal
  readonly permission: Permission
  readonly key: string
  readonly fingerprint: string
  /** It happened on a device already: a refusal is not its last word and is not remembered under its key. */
  readonly is_fact: boolean
  /** Every level that the decision may read or change; they are locked before anything is read. */
  readonly levels: readonly LevelKey[]
  readonly needs: CommandNeeds
  readonly decide: (state: BatchState) => Outcome
}

/** What a command wants written, or why it is refused. */
export type Outcome = Accepted | Refused

export type Refused = { readonly ok: false; readonly code: ErrorCode; readonly facts: ErrorFacts }

export type Accepted = {
  readonly ok: true
  readonly operation: Operation
  readonly movements: readonly MovementExtras[]
  readonly writes: DocumentWrites
  /** Builds the answer when numbers and sequence are known. */
  readonly respond: (assigned: Assigned) => unknown
  readonly status: 200 | 201
}

/** What all movements of one business operation share. */
export type Operation = {
  readonly id: string
  readonly occurred_at: Date | null
  readonly terminal: string | null
  readonly from_device: boolean
  readonly sale_id: string | null
  readonly purchase_id: string | null
}

/** A draft of the pure core with what only the shell knows. */
export type MovementExtras = {
  readonly draft: MovementDraft
  readonly unit_cost_micros: number | null
  /** Units that came in with a named lot; outgoing lots are chosen by expiry. */
  readonly lot: { readonly batch_number: string; readonly expiry_date: string | null } | null
  /** Lots to give back to, for what returns or moves on. */
  readonly lots_back: readonly LotShare[] | null
  readonly amount_cents: number
  readonly muntu_packs: number
  /** Of what the row moves, what belongs to whole Muntu packs, in base units: above zero when sold, below when it comes back. */
  readonly muntu_quantity: number
}

export type LotShare = {
  readonly batch_number: string
  readonly expiry_date: string | null
  readonly quantity: number
}

/** Rows besides movements and levels. */
export type DocumentWrites = {
  readonly sale?: NewSaleRow
  readonly cancel_sale_id?: string
  readonly purchase?: NewPurchaseRow
  readonly receive_purchase_id?: string
  readonly cancel_purchase_id?: string
  readonly document?: {
    readonly kind: 'count' | 'transfer'
    readonly branch_id: string
    readonly body: unknown
  }
  readonly incoming?: readonly (LevelKey & { readonly units: number })[]
  readonly counted?: readonly (LevelKey & { readonly counted_at: Date })[]
  readonly divergences?: readonly NewDivergence[]
  /** Lines of the audit trail, for what leaves no movement. */
  readonly audit?: readonly AuditEntry[]
  /** Products whose packing changes with their stock. */
  readonly catalog?: CatalogPlan
}

export type NewSaleRow = {
  readonly branch_id: string
  readonly payment_method: string | null
  readonly lines: unknown
  readonly total_cents: number
  readonly savings_cents: number
  readonly unpriced_lines: number
}

export type NewPurchaseRow = {
  readonly branch_id: string
  readonly supplier: string | null
  readonly status: 'pending' | 'received'
  readonly lines: unknown
  readonly total_cents: number
  readonly notes: string | null
}

export type NewDivergence = LevelKey & {
  readonly kind: 'negative_stock' | 'sale_before_count' | 'device_clock' | 'price_mismatch'
  readonly facts: Readonly<Record<string, unknown>>
}

/** What the ledger gave to an accepted command. */
export type Assigned = {
  readonly movements: readonly ChainedMovement[]
  readonly number: number
  readonly recorded_at: Date
}

/** A command's answer, as stored with its key and as sent. */
export type Answer = { readonly status: number; readonly body: string; readonly replayed: boolean }

/** Nothing beyond the movements themselves. */
export function plain(draft: MovementDraft): MovementExtras {
  return {
    draft,
    unit_cost_micros: null,
    lot: null,
    lots_back: null,
    amount_cents: 0,
    muntu_packs: 0,
    muntu_quantity: 0,
  }
}
