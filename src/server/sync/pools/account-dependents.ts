import type { BlingDependent } from '../../../contract/bling.ts'
import { type PoolConfig, usesOfAccount, withoutAccount } from '../../../domain/sync/pool-config.ts'
import type { AccountDependents } from '../../bling/bling-deps.ts'
import { forgetRemoved } from '../engine/forget-removed.ts'
import { forgetLinksOfAccount, linkCountOfAccount } from '../links/account-links.store.ts'
import { forgetRefusalsOfAccount } from '../links/refused-links.store.ts'
import { type PlaceBook, placeId, placeName, readPlaceBook } from './known-places.store.ts'
import { announcePoolChange } from './pool-changed.ts'
import { replacePlaces } from './pool-rows.store.ts'
import { loadPools, lockPools } from './pools.store.ts'

/**
 * What of the pools and links hangs on an account: shown before it is removed, and removed with it, so that no rule is left that
 * refers to it. Nothing is changed in Bling.
 */
export const accountDependents: AccountDependents = {
  async list(tx, account_id) {
    const book = await readPlaceBook(tx)
    const pools = await loadPools(tx)
    const links = await linkCountOfAccount(tx, account_id)
    return [
      ...pools.flatMap((pool) => dependentsIn(pool.name, pool.config, book, account_id)),
      ...(links === 0 ? [] : [{ kind: 'product_links', id: account_id, name: linksNamed(links) }]),
    ]
  },
  async remove(tx, account_id, at) {
    await lockPools(tx)
    const { deposits } = await readPlaceBook(tx)
    const pools = await loadPools(tx)
    const changed = pools.filter(({ config }) => {
      const use = usesOfAccount(config, [...deposits.values()], account_id)
      return use.sources.length + use.targets.length > 0
    })
    await replacePlaces(
      tx,
      changed.map(({ config }) => withoutAccount(config, [...deposits.values()], account_id)),
    )
    await forgetLinksOfAccount(tx, account_id)
    await forgetRefusalsOfAccount(tx, account_id)
    await forgetRemoved(tx, at, account_id)
    for (const { config } of changed) await announcePoolChange(tx, config.pool_id)
  },
}

function dependentsIn(
  pool_name: string,
  config: PoolConfig,
  book: PlaceBook,
  account_id: string,
): BlingDependent[] {
  const use = usesOfAccount(config, [...book.deposits.values()], account_id)
  const named = (kind: string, { place }: PoolConfig['sources'][number] | PoolConfig['targets'][number]) => ({
    kind,
    id: placeId(place),
    name: `${placeName(book, place)} em ${pool_name}`,
  })
  return [
    ...use.sources.map((source) => named('pool_source', source)),
    ...use.targets.map((target) => named('pool_target', target)),
  ]
}

function linksNamed(links: number): string {
  return links === 1 ? '1 vínculo de produto' : `${links} vínculos de produtos`
}
