import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { forPerson } from '../../bling/bling-problem.ts'
import { listDeposits, rememberDeposits } from '../../bling/deposits.store.ts'
import type { CatalogWrite } from '../../catalog/catalog-deps.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { PreviewDeps } from './account-preview.ts'
import { placeId } from './known-places.store.ts'
import { announcePoolChange } from './pool-changed.ts'
import { loadPools } from './pools.store.ts'

/** Names the deposit, and repeats its name. */
export type Deactivation = {
  readonly account_id: string
  readonly deposit_id: string
  readonly confirm_name: string
}

/**
 * Switches a deposit off in Bling itself, which taking it out of our pools never does. The name is repeated, so that nobody does it by
 * mistake. Pools that use it keep it, and stop for it. Doing it again changes nothing.
 */
export async function deactivateDeposit(deps: PreviewDeps, write: CatalogWrite, asked: Deactivation) {
  const { tenant_id } = write.principal
  const { account_id, deposit_id } = asked
  const [deposit] = await deps.database.tenant(tenant_id, async (tx) =>
    (await listDeposits(tx, account_id)).filter((one) => one.id === deposit_id),
  )
  if (deposit === undefined) throw new AppError('NOT_FOUND', { deposit_id })
  if (deposit.name !== asked.confirm_name) throw new AppError('NAME_NOT_CONFIRMED', { name: deposit.name })
  const client = deps.clients.forAccount(tenant_id, account_id, 'person')
  await forPerson(() => client.deposits.deactivate(deposit))
  return deps.database.tenant(tenant_id, async (tx) => {
    await rememberDeposits(tx, account_id, [{ ...deposit, is_active: false }], deps.clock.now())
    const using = (await loadPools(tx)).filter(({ config }) =>
      [...config.sources, ...config.targets].some(({ place }) => placeId(place) === deposit_id),
    )
    for (const { config } of using) await announcePoolChange(tx, config.pool_id)
    await recordAudit(tx, {
      actor: actorOf(write.principal),
      action: 'bling.deposit_deactivated',
      target: deposit_id,
      facts: { account_id, bling_id: deposit.bling_id, name: deposit.name },
      ip: write.ip,
    })
    return {
      id: deposit_id,
      account_id,
      name: deposit.name,
      is_active: false as const,
      pools: using.map((pool) => pool.name),
    }
  })
}
