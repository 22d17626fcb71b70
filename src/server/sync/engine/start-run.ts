import type * as z from 'zod'
import type { newSyncRun } from '../../../contract/sync-runs.ts'
import { parseSkuList } from '../../../domain/sync/sku-list.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import type { RepeatableWrite } from '../../auth/repeatable-write.ts'
import type { Tx } from '../../db/database.ts'
import type { StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { StoredPool } from '../pools/pools.store.ts'
import type { Origin } from './dirty-skus.store.ts'
import { loadTenantFacts } from './facts.store.ts'
import { accountsInPools, accountsOfPool, sitesInPools, sitesOfPool, type TenantFacts } from './facts.ts'
import type { PlanDeps } from './make-plan.ts'
import { insertManyRun, switchRun } from './many-runs.store.ts'
import { linkedSkus, recentSkus, suspectSkus } from './pool-skus.queries.ts'
import { readRun } from './run-list.queries.ts'

type Request = z.output<typeof newSyncRun>

/** Begins a run over what a person chose; it goes on by itself, can be stopped between any two SKUs, and taken up again. */
export async function startRun(
  deps: PlanDeps,
  write: RepeatableWrite,
  request: Request,
): Promise<StoredAnswer> {
  const { principal, ip } = write
  const id = deps.newId()
  const now = deps.clock.now()
  return answerOnce(deps, { ...write, status: 202 }, async (tx) => {
    const { names, origin } = await chosen(tx, request, now)
    const run = { id, kind: 'many' as const, origin, pool_id: request.pool_id ?? null, account_ids: [] }
    await insertManyRun(
      tx,
      {
        ...run,
        started_by: principal.user_id,
        facts: { asked: names.length, select: request.select ?? 'list' },
      },
      { names, state: 'waiting' },
      now,
    )
    const facts = { skus: names.length, select: request.select ?? 'list' }
    await recordAudit(tx, { actor: actorOf(principal), action: 'sync.run_started', target: id, facts, ip })
    return readRun(tx, id)
  })
}

async function chosen(
  tx: Tx,
  request: Request,
  now: Date,
): Promise<{ readonly names: readonly string[]; readonly origin: Origin }> {
  const facts = await loadTenantFacts(tx, now)
  const pool = poolAsked(facts, request.pool_id)
  const listed = request.skus ?? (request.text === undefined ? null : parseSkuList(request.text))
  if (listed !== null) return { names: [...new Set(listed)], origin: 'manual' }
  switch (request.select ?? 'all') {
    case 'suspects':
      return { names: await ofPool(tx, facts, pool, await suspectSkus(tx)), origin: 'reconcile' }
    case 'recent': {
      const since = new Date(now.getTime() - request.hours * 3_600_000)
      return { names: await ofPool(tx, facts, pool, await recentSkus(tx, since)), origin: 'reconcile' }
    }
    case 'all': {
      if (pool !== null) return { names: await skusOf(tx, facts, pool), origin: 'manual' }
      const own = accountsInPools(facts).map((one) => one.account_id)
      const sites = sitesInPools(facts).map(({ site_id }) => site_id)
      return { names: await linkedSkus(tx, own, sites), origin: 'manual' }
    }
  }
}

function poolAsked(facts: TenantFacts, pool_id: string | undefined): StoredPool | null {
  if (pool_id === undefined) return null
  const pool = facts.pools.find(({ config }) => config.pool_id === pool_id)
  if (pool === undefined) throw new AppError('NOT_FOUND', { pool_id })
  return pool
}

/** Those of some SKUs that have a part in the pool; all of them without one. */
async function ofPool(
  tx: Tx,
  facts: TenantFacts,
  pool: StoredPool | null,
  skus: readonly string[],
): Promise<readonly string[]> {
  if (pool === null) return skus
  const own = new Set(await skusOf(tx, facts, pool))
  return skus.filter((sku) => own.has(sku))
}

function skusOf(tx: Tx, facts: TenantFacts, pool: StoredPool): Promise<string[]> {
  return linkedSkus(tx, accountsOfPool(facts, pool), sitesOfPool(pool))
}

/** Stops a run between two SKUs, or has a stopped one go on where it was. */
export async function switchManyRun(
  deps: PlanDeps,
  write: RepeatableWrite,
  run: { readonly id: string; readonly to: 'running' | 'cancelled' },
): Promise<StoredAnswer> {
  const { principal, ip } = write
  return answerOnce(deps, { ...write, status: 200 }, async (tx) => {
    const from = run.to === 'running' ? ('cancelled' as const) : ('running' as const)
    const isSwitched = await switchRun(tx, run.id, { from, to: run.to, at: deps.clock.now() })
    if (!isSwitched) throw new AppError('RUN_NOT_SWITCHABLE')
    const action = run.to === 'running' ? 'sync.run_resumed' : 'sync.run_cancelled'
    await recordAudit(tx, { actor: actorOf(principal), action, target: run.id, facts: {}, ip })
    return readRun(tx, run.id)
  })
}
