import type { NewPool, PoolChange } from '../../../contract/sync.ts'
import type { PoolConfig } from '../../../domain/sync/pool-config.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import type { CatalogWrite } from '../../catalog/catalog-deps.ts'
import type { Database, Tx } from '../../db/database.ts'
import { idempotently, type StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import { forgetRemoved } from '../engine/forget-removed.ts'
import { judgePool } from './judge-pool.ts'
import { readPlaceBook } from './known-places.store.ts'
import { announcePoolChange } from './pool-changed.ts'
import { bodyOf, configOf } from './pool-input.ts'
import { insertPool, removePool, replacePlaces, updatePool } from './pool-rows.store.ts'
import { poolView } from './pool-view.ts'
import { loadPool, loadPools, lockPools } from './pools.store.ts'
import { followSourceDeposits } from './source-branches.store.ts'

/** What pools are changed with. */
export type PoolDeps = { readonly database: Database; readonly clock: Clock }

/** Adds a pool. Nothing is written in Bling before a person has approved its first plan. */
export async function createPool(deps: PoolDeps, write: CatalogWrite, body: NewPool): Promise<StoredAnswer> {
  return once(deps, write, async (tx) => {
    const pool_id = newId()
    const answer = await savePool(tx, deps.clock.now(), pool_id, {
      body,
      store: (config, at) => insertPool(tx, config, body, at),
    })
    await trail(tx, write, pool_id, 'pool.created', { after: body })
    return { status: 201, body: answer }
  })
}

/** Changes the given fields of a pool. Taking a deposit out of it changes nothing in Bling. */
export async function changePool(
  deps: PoolDeps,
  write: CatalogWrite,
  pool_id: string,
  change: PoolChange,
): Promise<StoredAnswer> {
  return once(deps, write, async (tx) => {
    const before = await loadPool(tx, pool_id)
    if (before === null) throw new AppError('NOT_FOUND', { pool_id })
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const body: NewPool = { ...bodyOf(before), ...given }
    const answer = await savePool(tx, deps.clock.now(), pool_id, {
      body,
      store: (config, at) => updatePool(tx, config, body, at),
    })
    await trail(tx, write, pool_id, 'pool.changed', { before: bodyOf(before), after: body })
    return { status: 200, body: answer }
  })
}

/** Takes a pool away. What it wrote stays in Bling as it is. */
export async function deletePool(
  deps: PoolDeps,
  write: CatalogWrite,
  pool_id: string,
): Promise<StoredAnswer> {
  return once(deps, write, async (tx) => {
    const before = await loadPool(tx, pool_id)
    if (before === null) throw new AppError('NOT_FOUND', { pool_id })
    const at = deps.clock.now()
    await replacePlaces(tx, [{ ...before.config, sources: [], targets: [] }])
    await removePool(tx, pool_id, at)
    await forgetRemoved(tx, at)
    await announcePoolChange(tx, pool_id)
    await trail(tx, write, pool_id, 'pool.removed', { before: bodyOf(before) })
    return { status: 200, body: { id: pool_id, removed: true } }
  })
}

async function savePool(
  tx: Tx,
  at: Date,
  pool_id: string,
  pool: { readonly body: NewPool; readonly store: (config: PoolConfig, at: Date) => Promise<void> },
) {
  const book = await readPlaceBook(tx)
  const config = configOf(pool_id, pool.body, book)
  const warnings = judgePool(config, book, await loadPools(tx))
  await pool.store(config, at)
  await replacePlaces(tx, [config])
  await followSourceDeposits(tx, at)
  await forgetRemoved(tx, at)
  await announcePoolChange(tx, pool_id)
  const saved = await loadPool(tx, pool_id)
  if (saved === null) throw new Error('a pool was not kept')
  return poolView(saved, book, warnings)
}

function once(
  deps: PoolDeps,
  write: CatalogWrite,
  work: (tx: Tx) => Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<StoredAnswer> {
  return deps.database.tenant(write.principal.tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      await lockPools(tx)
      return work(tx)
    }),
  )
}

async function trail(
  tx: Tx,
  write: CatalogWrite,
  target: string,
  action: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordAudit(tx, { actor: actorOf(write.principal), action, target, facts, ip: write.ip })
}
