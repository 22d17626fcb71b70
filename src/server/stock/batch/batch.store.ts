import { tenantSettings } from '../../../contract/settings.ts'
import { arrayParameter } from '../../db/array-parameter.ts'
import type { Tx } from '../../db/database.ts'
import type { LedgerHead } from './assign.ts'
import {
  type BatchState,
  type ItemState,
  keyOf,
  type ProductState,
  type PurchaseState,
  type SaleState,
} from './batch-state.ts'
import type { LevelKey, LotShare, StockCommand } from './command.ts'

type ItemRow = LevelKey & {
  closed_boxes: number
  open_box_units: number
  open_bottle_doses: number
  units_per_box: number | null
  doses_per_bottle: number | null
  low_stock_alert: number
  target_days: number
  incoming_units: number
  sold_15d: number
  days_15d: number
  first_entry_at: Date | null
  last_count_at: Date | null
  last_count_seq: number | null
  last_seq: number
  has_lots: boolean
}

/*
 * The lateral subqueries below are fences: each row is found by its whole key. With `= any (...)` PostgreSQL before 17, whose statistics
 * are from when a table was nearly empty, reads all rows of the tenant instead, and goes on doing so while the table grows.
 */

/** Locks one level after another in the order of the arrays. */
const LOCK = `
  select i.*
    from unnest($2::uuid[], $3::uuid[]) as asked (branch_id, product_id)
   cross join lateral (
     select branch_id, product_id, closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle, low_stock_alert,
            target_days, incoming_units, sold_15d, days_15d, first_entry_at, last_count_at, last_count_seq, last_seq, has_lots
       from inventory_items
      where tenant_id = $1 and branch_id = asked.branch_id and product_id = asked.product_id
      limit 1 for update) i`

const CREATE_MISSING = `
  insert into inventory_items (tenant_id, branch_id, product_id, units_per_box, doses_per_bottle, low_stock_alert, target_days, is_listed)
  select $1, b.id, p.id, case when p.box_tracking then p.units_per_box end, case when p.dose_enabled then p.doses_per_bottle end,
         p.low_stock_alert, coalesce(p.target_days, (t.settings ->> 'target_days')::integer, 15), p.is_active
    from unnest($2::uuid[], $3::uuid[]) as asked (branch_id, product_id)
    join tenants t on t.id = $1
    join branches b on b.tenant_id = $1 and b.id = asked.branch_id
    join products p on p.tenant_id = $1 and p.id = asked.product_id
   order by b.id, p.id
      on conflict do nothing`

/**
 * What is usually little, in one round trip after the levels are held: settings, branches, the answers already given to these keys,
 * and which credentials are alive now. Whoever used a key before has committed by now, or touched other levels.
 */
const SURROUNDINGS = `
  select t.settings,
         (select jsonb_object_agg(b.id, b.is_active) from branches b where b.tenant_id = $1) as branches,
         (select jsonb_agg(to_jsonb(k))
            from unnest($2::text[]) as asked (key)
           cross join lateral (
             select key, fingerprint, status, response
               from idempotency_keys where tenant_id = $1 and key = asked.key limit 1) k) as answers,
         (select jsonb_agg(to_jsonb(c)) from live_credentials($3::uuid[]) c) as credentials
    from tenants t where t.id = $1`

const PRODUCTS = `
  select found.*
    from unnest($2::uuid[]) as asked (id)
   cross join lateral (
     select id, sku, name, is_active, unit_price_cents, box_price_cents, dose_price_cents, dose_mode, muntu_enabled, muntu_quantity,
            muntu_price_cents
       from products where tenant_id = $1 and id = asked.id limit 1) found`

const SALES = `
  select found.*
    from unnest($2::uuid[]) as asked (id)
   cross join lateral (
     select id, branch_id, number, lines, first_seq, last_seq, total_cents, recorded_at, cancelled_at is not null as cancelled
       from sales where tenant_id = $1 and id = asked.id limit 1) found`

const PURCHASES = `
  select found.*
    from unnest($2::uuid[]) as asked (id)
   cross join lateral (
     select id, branch_id, number, supplier, notes, lines, total_cents, created_at, cancelled_at, status
       from purchases where tenant_id = $1 and id = asked.id limit 1) found`

const LOTS = `
  select l.branch_id, l.product_id, l.batch_number, l.expiry_date, l.quantity
    from unnest($2::uuid[], $3::uuid[]) as asked (branch_id, product_id)
    join lots l on l.tenant_id = $1 and l.branch_id = asked.branch_id and l.product_id = asked.product_id`

/** A credential that is alive at this moment, with what it may do. */
export type LiveCredential = {
  readonly credential_id: string
  readonly user_id: string
  readonly role: string
  readonly branch_ids: readonly string[] | null
}

/** An answer already given to a key. */
export type StoredAnswer = {
  readonly key: string
  readonly fingerprint: string
  readonly status: number
  readonly response: string
}

/** What a batch reads before it decides. */
export type LoadedBatch = {
  readonly state: BatchState
  readonly answers: ReadonlyMap<string, StoredAnswer>
  readonly credentials: ReadonlyMap<string, LiveCredential>
  readonly head: LedgerHead
  /** Levels that were asked for and are not there. */
  readonly missing: readonly LevelKey[]
}

/**
 * Locks every level that the batch may touch, in key order, then the end of the ledger, and reads all that its decisions need. The
 * statements are sent together; each sees what was committed when its turn came, so what is read was true under the locks.
 */
export async function loadBatch(tx: Tx, commands: readonly StockCommand[], now: Date): Promise<LoadedBatch> {
  const keys = distinctKeys(commands)
  const ids = (of: (command: StockCommand) => readonly string[] | undefined) =>
    commands.flatMap((command) => of(command) ?? [])
  const byId = <Row extends object>(name: string, text: string, wanted: readonly string[]): Promise<Row[]> =>
    wanted.length === 0
      ? Promise.resolve([])
      : tx.prepared<Row>(name, text, [tx.tenant_id, arrayParameter('uuid', wanted)])
  const [rows, head, around, products, sales, purchases] = await Promise.all([
    tx.prepared<ItemRow>('batch-lock', LOCK, keyParameters(tx, keys)),
    lockLedger(tx),
    readSurroundings(tx, commands),
    byId<ProductState>('batch-products', PRODUCTS, [...new Set(keys.map((key) => key.product_id))]),
    byId<SaleState>(
      'batch-sales',
      SALES,
      ids((command) => command.needs.sale_ids),
    ),
    byId<PurchaseState>(
      'batch-purchases',
      PURCHASES,
      ids((command) => command.needs.purchase_ids),
    ),
  ])
  const items = new Map(rows.map((row) => [keyOf(row), stateOf(row)]))
  await loadLots(tx, items)
  const state: BatchState = {
    tenant_id: tx.tenant_id,
    now,
    settings: tenantSettings.parse(around.settings),
    items,
    products: new Map(products.map((product) => [product.id, product])),
    branches: new Map(Object.entries(around.branches ?? {}).map(([id, is_active]) => [id, { is_active }])),
    sales: new Map(sales.map((sale) => [sale.id, sale])),
    purchases: new Map(purchases.map((purchase) => [purchase.id, purchase])),
  }
  return {
    state,
    head,
    answers: new Map((around.answers ?? []).map((answer) => [answer.key, answer])),
    credentials: new Map((around.credentials ?? []).map((one) => [one.credential_id, one])),
    missing: keys.filter((key) => !items.has(keyOf(key))),
  }
}

/** Makes levels that do not exist yet, of products and branches that do. A row that is not there cannot be locked. */
export async function createLevels(tx: Tx, keys: readonly LevelKey[]): Promise<void> {
  await tx.prepared('batch-create', CREATE_MISSING, keyParameters(tx, keys))
}

type Surroundings = {
  readonly settings: unknown
  readonly branches: Readonly<Record<string, boolean>> | null
  readonly answers: readonly StoredAnswer[] | null
  readonly credentials: readonly LiveCredential[] | null
}

async function readSurroundings(tx: Tx, commands: readonly StockCommand[]): Promise<Surroundings> {
  const credentials = new Set(commands.map((command) => command.principal.credential.id))
  const [row] = await tx.prepared<Surroundings>('batch-surroundings', SURROUNDINGS, [
    tx.tenant_id,
    arrayParameter(
      'text',
      commands.map((command) => command.key),
    ),
    arrayParameter('uuid', [...credentials]),
  ])
  if (row === undefined) throw new Error('the tenant does not exist')
  return row
}

function distinctKeys(commands: readonly StockCommand[]): LevelKey[] {
  const keys = new Map<string, LevelKey>()
  for (const command of commands) for (const key of command.levels) keys.set(keyOf(key), key)
  // Everybody locks in this order, so nobody waits crosswise.
  return [...keys.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key)
}

function keyParameters(tx: Tx, keys: readonly LevelKey[]): unknown[] {
  return [
    tx.tenant_id,
    arrayParameter(
      'uuid',
      keys.map((key) => key.branch_id),
    ),
    arrayParameter(
      'uuid',
      keys.map((key) => key.product_id),
    ),
  ]
}

function stateOf(row: ItemRow): ItemState {
  const { closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle } = row
  return {
    ...row,
    level: { closed_boxes, open_box_units, open_bottle_doses, units_per_box, doses_per_bottle },
    lots: new Map(),
  }
}

async function loadLots(tx: Tx, items: ReadonlyMap<string, ItemState>): Promise<void> {
  const keys = [...items.entries()].filter(([, item]) => item.has_lots).map(([key]) => splitKey(key))
  if (keys.length === 0) return
  const rows = await tx.prepared<LevelKey & LotShare>('batch-lots', LOTS, keyParameters(tx, keys))
  for (const { batch_number, expiry_date, quantity, ...key } of rows) {
    items.get(keyOf(key))?.lots.set(batch_number, { batch_number, expiry_date, quantity })
  }
}

/** Ids are 36 characters long; the key is the branch's, then the product's. */
function splitKey(key: string): LevelKey {
  return { branch_id: key.slice(0, 36), product_id: key.slice(36) }
}

/** Locks the end of the tenant's ledger. Taken last, after all levels, by everyone: so seq has no gaps and nobody waits crosswise. */
async function lockLedger(tx: Tx): Promise<LedgerHead> {
  const [head] = await tx.prepared<LedgerHead>(
    'batch-ledger',
    `select last_seq, encode(last_hash, 'hex') as last_hash, last_recorded_at, last_sale_number, last_purchase_number
       from ledgers where tenant_id = $1 for update`,
    [tx.tenant_id],
  )
  if (head === undefined) throw new Error('the tenant has no ledger')
  return head
}
