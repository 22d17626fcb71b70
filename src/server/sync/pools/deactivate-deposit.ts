import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { forPerson } from '../../bling/bling-problem.ts'
import { type DepositRow, listDeposits, rememberDeposits } from '../../bling/deposits.store.ts'
import type { CatalogWrite } from '../../catalog/catalog-deps.ts'
import type { Tx } from '../../db/database.ts'
import { answerBefore, idempotently, type StoredAnswer } from '../../db/idempotency.ts'
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
export async function deactivateDeposit(
  deps: PreviewDeps,
  write: CatalogWrite,
  asked: Deactivation,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  const before = await deps.database.tenant(tenant_id, (tx) => answerBefore(tx, write))
  if (before !== null) return before
  const deposit = await confirmed(deps, tenant_id, asked)
  const client = deps.clients.forAccount(tenant_id, asked.account_id, 'person')
  await forPerson(() => client.deposits.deactivate(deposit))
  return deps.database.tenant(tenant_id, (tx) =>
    idempotently(tx, write, async () => ({
      status: 200,
      body: await keepDeactivated(tx, write, deposit, deps.clock.now()),
    })),
  )
}

/** The deposit as last seen, when its name was repeated. Throws `NOT_FOUND` and `NAME_NOT_CONFIRMED`. */
async function confirmed(deps: PreviewDeps, tenant_id: string, asked: Deactivation): Promise<DepositRow> {
  const { account_id, deposit_id, confirm_name } = asked
  const [deposit] = await deps.database.tenant(tenant_id, async (tx) =>
    (await listDeposits(tx, account_id)).filter((one) => one.id === deposit_id),
  )
  if (deposit === undefined) throw new AppError('NOT_FOUND', { deposit_id })
  if (deposit.name !== confirm_name) throw new AppError('NAME_NOT_CONFIRMED', { name: deposit.name })
  return deposit
}

async function keepDeactivated(tx: Tx, write: CatalogWrite, deposit: DepositRow, at: Date) {
  const { id, account_id, bling_id, name } = deposit
  await rememberDeposits(tx, account_id, [{ ...deposit, is_active: false }], at)
  const using = (await loadPools(tx)).filter(({ config }) =>
    [...config.sources, ...config.targets].some(({ place }) => placeId(place) === id),
  )
  for (const { config } of using) await announcePoolChange(tx, config.pool_id)
  await recordAudit(tx, {
    actor: actorOf(write.principal),
    action: 'bling.deposit_deactivated',
    target: id,
    facts: { account_id, bling_id, name },
    ip: write.ip,
  })
  return { id, account_id, name, is_active: false as const, pools: using.map((pool) => pool.name) }
}
