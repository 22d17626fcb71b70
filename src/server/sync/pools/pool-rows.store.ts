import { DatabaseError } from 'pg'
import type { NewPool } from '../../../contract/sync.ts'
import type { ConfiguredPlace, ConfiguredTarget, PoolConfig } from '../../../domain/sync/pool-config.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'
import { placeId } from './known-places.store.ts'

/** What a pool's own row holds besides its places. */
export type PoolSettings = Omit<NewPool, 'sources' | 'targets' | 'safety_stock' | 'combine'>

/** Writes a new pool without places. Throws `NAME_TAKEN`. */
export async function insertPool(tx: Tx, config: PoolConfig, pool: PoolSettings, at: Date): Promise<void> {
  await namedOnce(pool.name, () =>
    tx.query(sql`
      insert into pools (tenant_id, id, name, combine, safety_stock, drift_policy, write_mode, unresolved_links, zeroed_limit_percent,
        changed_limit_percent, created_at, updated_at)
      values (${tx.tenant_id}, ${config.pool_id}, ${pool.name}, ${config.combine}, ${config.safety_stock}, ${pool.drift_policy},
        ${pool.write_mode}, ${pool.unresolved_links}, ${pool.zeroed_limit_percent}, ${pool.changed_limit_percent}, ${at}, ${at})`),
  )
}

/** Writes a pool's own row. Throws `NAME_TAKEN`. */
export async function updatePool(tx: Tx, config: PoolConfig, pool: PoolSettings, at: Date): Promise<void> {
  await namedOnce(pool.name, () =>
    tx.query(sql`
      update pools
         set name = ${pool.name}, combine = ${config.combine}, safety_stock = ${config.safety_stock},
             drift_policy = ${pool.drift_policy}, write_mode = ${pool.write_mode}, unresolved_links = ${pool.unresolved_links},
             zeroed_limit_percent = ${pool.zeroed_limit_percent}, changed_limit_percent = ${pool.changed_limit_percent},
             version = version + 1, updated_at = ${at}
       where tenant_id = ${tx.tenant_id} and id = ${config.pool_id}`),
  )
}

/** Takes a pool out of use. Its row stays for the names in the history, its places do not. */
export async function removePool(tx: Tx, pool_id: string, at: Date): Promise<void> {
  await tx.query(sql`
    update pools set removed_at = ${at}, version = version + 1, updated_at = ${at}
     where tenant_id = ${tx.tenant_id} and id = ${pool_id}`)
}

/**
 * Writes the places of some pools anew, all of them before the first is written: a deposit may change sides between them. The caller
 * holds the turn (`lockPools`).
 */
export async function replacePlaces(tx: Tx, pools: readonly PoolConfig[]): Promise<void> {
  const ids = pools.map((config) => config.pool_id)
  await tx.query(
    sql`delete from pool_sources where tenant_id = ${tx.tenant_id} and pool_id = any (${ids}::uuid[])`,
  )
  await tx.query(
    sql`delete from pool_targets where tenant_id = ${tx.tenant_id} and pool_id = any (${ids}::uuid[])`,
  )
  await forgetUnusedPlaces(tx)
  await insertUses(tx, pools)
  await insertSources(tx, pools)
  await insertTargets(tx, pools)
}

async function forgetUnusedPlaces(tx: Tx): Promise<void> {
  await tx.query(sql`
    delete from pool_places p
     where p.tenant_id = ${tx.tenant_id}
       and not exists (select from pool_sources s where s.tenant_id = p.tenant_id and s.place_id = p.place_id)
       and not exists (select from pool_targets t
                        where t.tenant_id = p.tenant_id and (t.place_id = p.place_id or t.origin_id = p.place_id))`)
}

async function insertUses(tx: Tx, pools: readonly PoolConfig[]): Promise<void> {
  const read = pools.flatMap(({ sources, targets }) => [
    ...sources.map(({ place }) => place),
    ...targets.flatMap(({ mirror_of }) => mirror_of ?? []),
  ])
  const written = pools.flatMap(({ targets }) => targets.map(({ place }) => place))
  const rows = [
    ...read.map((place) => ({ place_id: placeId(place), use: 'read' })),
    ...written.map((place) => ({ place_id: placeId(place), use: 'written' })),
  ]
  await tx.query(sql`
    insert into pool_places (tenant_id, place_id, use)
    select distinct ${tx.tenant_id}::uuid, place_id, use
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (place_id uuid, use text)
        on conflict do nothing`)
}

async function insertSources(tx: Tx, pools: readonly PoolConfig[]): Promise<void> {
  const rows = pools.flatMap(({ pool_id, sources }) =>
    sources.map(({ place, priority }, position) => ({ pool_id, priority, position, ...columnsOf(place) })),
  )
  await tx.query(sql`
    insert into pool_sources (tenant_id, pool_id, deposit_id, branch_id, priority, position)
    select ${tx.tenant_id}, pool_id, deposit_id, branch_id, priority, position
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (pool_id uuid, deposit_id uuid, branch_id uuid, priority integer, position integer)`)
}

async function insertTargets(tx: Tx, pools: readonly PoolConfig[]): Promise<void> {
  const rows = pools.flatMap(({ pool_id, targets }) =>
    targets.map((target, position) => ({ pool_id, position, ...targetRow(target) })),
  )
  await tx.query(sql`
    insert into pool_targets (tenant_id, pool_id, deposit_id, site_id, position, role, mirror_of_deposit_id, mirror_of_branch_id,
      policy_kind, policy_percent, policy_quantity, paused)
    select ${tx.tenant_id}, pool_id, deposit_id, site_id, position, role, mirror_of_deposit_id, mirror_of_branch_id, policy_kind,
           policy_percent, policy_quantity, paused
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (pool_id uuid, deposit_id uuid, site_id uuid, position integer, role text, mirror_of_deposit_id uuid,
                mirror_of_branch_id uuid, policy_kind text, policy_percent numeric, policy_quantity bigint, paused boolean)`)
}

function targetRow({ place, role, mirror_of, policy, paused }: ConfiguredTarget) {
  return {
    ...columnsOf(place),
    role,
    mirror_of_deposit_id: mirror_of?.kind === 'deposit' ? mirror_of.deposit_id : null,
    mirror_of_branch_id: mirror_of?.kind === 'branch' ? mirror_of.branch_id : null,
    policy_kind: policy.kind,
    policy_percent: policy.kind === 'share' ? policy.percent : null,
    policy_quantity: policy.kind === 'full' || policy.kind === 'share' ? null : policy.quantity,
    paused,
  }
}

function columnsOf(place: ConfiguredPlace) {
  return {
    deposit_id: place.kind === 'deposit' ? place.deposit_id : null,
    branch_id: place.kind === 'branch' ? place.branch_id : null,
    site_id: place.kind === 'site' ? place.site_id : null,
  }
}

async function namedOnce(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'pools_name')
      throw new AppError('NAME_TAKEN', { name })
    throw error
  }
}
