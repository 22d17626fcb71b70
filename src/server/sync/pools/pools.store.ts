import type { CombineRule } from '../../../domain/sync/combine.ts'
import type { DriftPolicy } from '../../../domain/sync/drift.ts'
import type { ExposurePolicy } from '../../../domain/sync/exposure.ts'
import type { ApprovalLimits } from '../../../domain/sync/plan-approval.ts'
import type {
  ConfiguredPlace,
  ConfiguredSource,
  ConfiguredTarget,
  PoolConfig,
} from '../../../domain/sync/pool-config.ts'
import { fromGrains } from '../../../domain/sync/quantity.ts'
import type { UnresolvedLinkPolicy } from '../../../domain/sync/sku-link.ts'
import type { Tx } from '../../db/database.ts'
import { empty, type Sql, sql } from '../../db/sql.ts'

/** A pool as it is stored: what it consists of, and how it is written. */
export type StoredPool = {
  readonly config: PoolConfig
  readonly name: string
  readonly drift_policy: DriftPolicy
  readonly write_mode: 'difference' | 'balance'
  readonly unresolved_links: UnresolvedLinkPolicy
  readonly limits: ApprovalLimits
  /** Null until a person saw what the first alignment changes and agreed. */
  readonly activated_at: Date | null
  /** Grows with every change. */
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
}

/** Whoever changes pools or what they refer to takes turns with everybody else who does, in the tenant. */
export async function lockPools(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('pools ' || ${tx.tenant_id}, 0))`)
}

/** All pools of the tenant, oldest first; sources by priority, equals and targets as the person listed them. */
export async function loadPools(tx: Tx): Promise<StoredPool[]> {
  return select(tx, empty)
}

/** One pool; null when the tenant has none of this id, or has it no more. */
export async function loadPool(tx: Tx, pool_id: string): Promise<StoredPool | null> {
  const [pool] = await select(tx, sql`and p.id = ${pool_id}`)
  return pool ?? null
}

/** Says that a person approved what the pool writes first. The first time counts. */
export async function activatePool(tx: Tx, pool_id: string, at: Date): Promise<void> {
  await tx.query(sql`
    update pools set activated_at = coalesce(activated_at, ${at})
     where tenant_id = ${tx.tenant_id} and id = ${pool_id} and removed_at is null`)
}

type SourceRow = {
  readonly deposit_id: string | null
  readonly branch_id: string | null
  readonly priority: number
}
type TargetRow = {
  readonly deposit_id: string | null
  readonly site_id: string | null
  readonly role: ConfiguredTarget['role']
  readonly mirror_of_deposit_id: string | null
  readonly mirror_of_branch_id: string | null
  readonly policy_kind: ExposurePolicy['kind']
  readonly policy_percent: number | null
  readonly policy_quantity: number | null
  readonly paused: boolean
}
type PoolRow = Omit<StoredPool, 'config' | 'limits'> & {
  readonly id: string
  readonly combine: CombineRule
  readonly safety_stock: number
  readonly zeroed_limit_percent: number
  readonly changed_limit_percent: number | null
  readonly sources: readonly SourceRow[]
  readonly targets: readonly TargetRow[]
}

async function select(tx: Tx, which: Sql): Promise<StoredPool[]> {
  const rows = await tx.query<PoolRow>(sql`
    select p.id, p.name, p.combine, p.safety_stock, p.drift_policy, p.write_mode, p.unresolved_links, p.zeroed_limit_percent,
           p.changed_limit_percent, p.activated_at, p.version, p.created_at, p.updated_at,
           coalesce((select jsonb_agg(to_jsonb(s) order by s.priority, s.position) from pool_sources s
                      where s.tenant_id = p.tenant_id and s.pool_id = p.id), '[]') as sources,
           coalesce((select jsonb_agg(to_jsonb(t) order by t.position) from pool_targets t
                      where t.tenant_id = p.tenant_id and t.pool_id = p.id), '[]') as targets
      from pools p where p.tenant_id = ${tx.tenant_id} and p.removed_at is null ${which} order by p.id`)
  return rows.map(poolIn)
}

function poolIn(row: PoolRow): StoredPool {
  const { name, drift_policy, write_mode, unresolved_links, activated_at, version, created_at, updated_at } =
    row
  return {
    name,
    drift_policy,
    write_mode,
    unresolved_links,
    activated_at,
    version,
    created_at,
    updated_at,
    limits: { zeroed_percent: row.zeroed_limit_percent, changed_percent: row.changed_limit_percent },
    config: {
      pool_id: row.id,
      combine: row.combine,
      safety_stock: fromGrains(row.safety_stock),
      sources: row.sources.map(sourceIn),
      targets: row.targets.map(targetIn),
    },
  }
}

function sourceIn({ deposit_id, branch_id, priority }: SourceRow): ConfiguredSource {
  return { place: placeIn({ deposit_id, branch_id, site_id: null }), priority }
}

function targetIn(row: TargetRow): ConfiguredTarget {
  const { deposit_id, site_id, mirror_of_deposit_id, mirror_of_branch_id, role, paused } = row
  const origin = { deposit_id: mirror_of_deposit_id, branch_id: mirror_of_branch_id, site_id: null }
  return {
    place: placeIn({ deposit_id, site_id, branch_id: null }),
    role,
    mirror_of: role === 'mirror' ? placeIn(origin) : null,
    policy: policyIn(row),
    paused,
  }
}

function placeIn(ids: {
  readonly deposit_id: string | null
  readonly branch_id: string | null
  readonly site_id: string | null
}): ConfiguredPlace {
  if (ids.deposit_id !== null) return { kind: 'deposit', deposit_id: ids.deposit_id }
  if (ids.branch_id !== null) return { kind: 'branch', branch_id: ids.branch_id }
  if (ids.site_id !== null) return { kind: 'site', site_id: ids.site_id }
  throw new Error('a row of a pool names no place')
}

function policyIn({ policy_kind, policy_percent, policy_quantity }: TargetRow): ExposurePolicy {
  switch (policy_kind) {
    case 'full':
      return { kind: 'full' }
    case 'share':
      return { kind: 'share', percent: Number(policy_percent) }
    case 'buffer':
    case 'max':
    case 'min':
      return { kind: policy_kind, quantity: fromGrains(Number(policy_quantity)) }
  }
}
