import type { AccountState } from '../../../domain/sync/account-state.ts'
import type { KnownDeposit } from '../../../domain/sync/pool-config.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** A deposit that we know of, with its account. `bling_id` is what a call names; everything of ours names `deposit_id`. */
export type KnownDepositRow = KnownDeposit & {
  readonly bling_id: string
  readonly name: string
  readonly account_name: string
  /** Null when the account is not connected any more. */
  readonly account_state: AccountState | null
  /** The branch of our ledger that follows it; null when it never was a source. */
  readonly branch_id: string | null
}

/** Every deposit that any account ever showed, also of accounts that were removed. */
export async function loadDeposits(tx: Tx): Promise<KnownDepositRow[]> {
  return tx.query<KnownDepositRow>(sql`
    select d.id as deposit_id, case when a.removed_at is null then a.id end as account_id, d.bling_id, d.name, d.is_active,
           a.name as account_name, case when a.removed_at is null then a.state end as account_state, b.id as branch_id
      from bling_deposits d
      join bling_accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
      left join branches b on b.tenant_id = d.tenant_id and b.deposit_id = d.id
     where d.tenant_id = ${tx.tenant_id} order by d.id`)
}
