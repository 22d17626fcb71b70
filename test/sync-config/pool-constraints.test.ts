import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../src/server/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let owner: pg.Client
const tenant = newId()
const account = newId()
const pools = [newId(), newId()] as const

beforeAll(async () => {
  database = await cloneDatabase()
  owner = new pg.Client(database.connection)
  await owner.connect()
  const app = newId()
  await owner.query(`insert into tenants (id, name) values ($1, 'Bar')`, [tenant])
  await owner.query(
    `insert into bling_apps (tenant_id, id, name, client_id, client_secret) values ($1, $2, 'A', 'c', 's')`,
    [tenant, app],
  )
  await owner.query(
    `insert into bling_accounts (tenant_id, id, app_id, company_id, name, access_token, refresh_token, connected_at, connected_by)
     values ($1, $2, $3, $4, 'Loja W', 'a', 'r', now(), $2)`,
    [tenant, account, app, 'a'.repeat(32)],
  )
  for (const [index, pool] of pools.entries()) {
    await owner.query(
      `insert into pools (tenant_id, id, name, combine, safety_stock, created_at, updated_at)
       values ($1, $2, $3, 'sum', 0, now(), now())`,
      [tenant, pool, `Pool ${index}`],
    )
  }
})

afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** A deposit of the account, known in the ledger or not at all. */
async function deposit(): Promise<string> {
  const id = newId()
  await owner.query(
    `insert into bling_deposits (tenant_id, id, account_id, bling_id, name, is_active, is_default, ignored_in_totals, seen_at)
     values ($1, $2, $3, 'bling ' || $4, 'Geral', true, false, false, now())`,
    [tenant, id, account, id],
  )
  return id
}

const use = (place: string, how: 'read' | 'written') =>
  owner.query(`insert into pool_places (tenant_id, place_id, use) values ($1, $2, $3)`, [tenant, place, how])

const source = (pool: string, place: { deposit?: string; branch?: string }) =>
  owner.query(
    `insert into pool_sources (tenant_id, pool_id, deposit_id, branch_id, priority) values ($1, $2, $3, $4, 1)`,
    [tenant, pool, place.deposit ?? null, place.branch ?? null],
  )

const target = (pool: string, deposit_id: string, mirror_of: string | null = null) =>
  owner.query(
    `insert into pool_targets (tenant_id, pool_id, deposit_id, position, role, mirror_of_deposit_id, policy_kind, paused)
     values ($1, $2, $3, 0, $4, $5, 'full', false)`,
    [tenant, pool, deposit_id, mirror_of === null ? 'shared' : 'mirror', mirror_of],
  )

it('keeps a deposit from being source and target, in one pool or in two (sync 62)', async () => {
  const [main, shared] = [await deposit(), await deposit()]
  await use(main, 'read')
  await use(shared, 'written')
  await source(pools[0], { deposit: main })
  await target(pools[0], shared)
  await expect(use(main, 'written')).rejects.toThrow('pool_places_pkey')
  await expect(target(pools[0], main)).rejects.toThrow('pool_targets_tenant_id_place_id_use_fkey')
  await expect(target(pools[1], main)).rejects.toThrow('pool_targets_tenant_id_place_id_use_fkey')
  await expect(source(pools[1], { deposit: shared })).rejects.toThrow(
    'pool_sources_tenant_id_place_id_use_fkey',
  )
})

it('gives every written deposit one writer (sync 63)', async () => {
  const shared = await deposit()
  await use(shared, 'written')
  await target(pools[0], shared)
  await expect(target(pools[1], shared)).rejects.toThrow('pool_targets_pkey')
})

it('lets a mirror copy only what nobody writes (sync 63)', async () => {
  const [shared, mirror, main] = [await deposit(), await deposit(), await deposit()]
  await use(shared, 'written')
  await use(mirror, 'written')
  await expect(target(pools[0], mirror, shared)).rejects.toThrow(
    'pool_targets_tenant_id_origin_id_origin_use_fkey',
  )
  await use(main, 'read')
  await target(pools[0], mirror, main)
})

it('takes no deposit that it does not know (sync 63)', async () => {
  const unknown = newId()
  await use(unknown, 'read')
  await expect(source(pools[0], { deposit: unknown })).rejects.toThrow(
    'pool_sources_tenant_id_deposit_id_fkey',
  )
})

it('takes a branch of our own as a source, and never the branch that follows a deposit', async () => {
  const [own, following, followed] = [newId(), newId(), await deposit()]
  await owner.query(
    `insert into branches (tenant_id, id, name, is_active, kind, deposit_id)
     values ($1, $2, 'Balcão', true, 'own', null), ($1, $3, 'Geral', false, 'bling_deposit', $4)`,
    [tenant, own, following, followed],
  )
  await use(own, 'read')
  await use(following, 'read')
  await source(pools[0], { branch: own })
  await expect(source(pools[0], { branch: following })).rejects.toThrow(
    'pool_sources_tenant_id_branch_id_branch_kind_fkey',
  )
})
