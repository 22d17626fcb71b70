import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { forPerson } from '../../bling/bling-problem.ts'
import type { BlingClient } from '../../bling/client/bling-client.ts'
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
 * mistake. Pools that use it keep it, and stop for it. Doing it again changes nothing. Nothing else of the deposit changes, and what was
 * changed in Bling since it was last seen is kept: it is read there first.
 */
export async function deactivateDeposit(
  deps: PreviewDeps,
  write: CatalogWrite,
  asked: Deactivation,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  const before = await deps.database.tenant(tenant_id, (tx) => answerBefore(tx, write))
  if (before !== null) return before
  const client = deps.clients.forAccount(tenant_id, asked.account_id, 'person')
  const deposit = await asItIsNow(deps, client, asked)
  if (deposit.name !== asked.confirm_name) throw new AppError('NAME_NOT_CONFIRMED', { name: deposit.name })
  if (deposit.is_active) await forPerson(() => client.deposits.deactivate(deposit))
  return deps.database.tenant(tenant_id, (tx) =>
    idempotently(tx, write, async () => ({
      status: 200,
      body: await keepDeactivated(tx, write, deposit, deps.clock.now()),
    })),
  )
}

/** The deposit as Bling has it, which is kept as seen. Throws `NOT_FOUND`. */
async function asItIsNow(deps: PreviewDeps, client: BlingClient, asked: Deactivation): Promise<DepositRow> {
  const { tenant_id } = client.account
  const { account_id, deposit_id } = asked
  const known = await deps.database.tenant(tenant_id, (tx) => listDeposits(tx, account_id))
  const before = known.find((one) => one.id === deposit_id)
  if (before === undefined) throw new AppError('NOT_FOUND', { deposit_id })
  const deposit = await forPerson(() => client.deposits.detail(before.bling_id))
  const seen_at = deps.clock.now()
  await deps.database.tenant(tenant_id, (tx) => rememberDeposits(tx, account_id, [deposit], seen_at))
  return { ...before, ...deposit, seen_at }
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
