import type { ConfiguredPlace, KnownPlaces, PoolConfig } from '../../../domain/sync/pool-config.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { type KnownDepositRow, loadDeposits } from './deposits.store.ts'

type BranchRow = { readonly id: string; readonly name: string; readonly is_active: boolean }

/** What pools may refer to, and what people call it. */
export type PlaceBook = {
  readonly deposits: ReadonlyMap<string, KnownDepositRow>
  /** Branches of our own; those that follow a deposit are not among them. */
  readonly branches: ReadonlyMap<string, BranchRow>
  readonly sites: ReadonlyMap<string, { readonly id: string; readonly name: string }>
}

/** Reads every deposit, branch and site of the tenant. */
export async function readPlaceBook(tx: Tx): Promise<PlaceBook> {
  const deposits = await loadDeposits(tx)
  const branches = await tx.query<BranchRow>(sql`
    select id, name, is_active from branches where tenant_id = ${tx.tenant_id} and kind = 'own' order by id`)
  const sites = await tx.query<{ id: string; name: string }>(sql`
    select id, name from sites where tenant_id = ${tx.tenant_id} and removed_at is null order by id`)
  return {
    deposits: new Map(deposits.map((one) => [one.deposit_id, one])),
    branches: new Map(branches.map((one) => [one.id, one])),
    sites: new Map(sites.map((one) => [one.id, one])),
  }
}

/** The book as the rules about pools want it. */
export function knownPlaces(
  { deposits, branches, sites }: PlaceBook,
  other_pools: readonly PoolConfig[],
): KnownPlaces {
  return {
    account_ids: new Set([...deposits.values()].flatMap((one) => one.account_id ?? [])),
    deposits: [...deposits.values()],
    branch_ids: new Set(branches.keys()),
    site_ids: new Set(sites.keys()),
    other_pools,
  }
}

/** The id by which a pool names a place. */
export function placeId(place: ConfiguredPlace): string {
  switch (place.kind) {
    case 'deposit':
      return place.deposit_id
    case 'branch':
      return place.branch_id
    case 'site':
      return place.site_id
  }
}

/** What a person calls a place: "o depósito Geral (Loja W)". */
export function placeName(book: PlaceBook, place: ConfiguredPlace | null): string {
  if (place === null) return 'Este estoque unificado'
  if (place.kind === 'branch')
    return `A filial ${book.branches.get(place.branch_id)?.name ?? place.branch_id}`
  if (place.kind === 'site') return `O site ${book.sites.get(place.site_id)?.name ?? place.site_id}`
  const deposit = book.deposits.get(place.deposit_id)
  if (deposit === undefined) return `O depósito ${place.deposit_id}`
  return `O depósito ${deposit.name} (${deposit.account_name})`
}
