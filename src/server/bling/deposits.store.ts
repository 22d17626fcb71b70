import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { unnest } from '../db/unnest.ts'
import { newId } from '../kernel/ids.ts'
import type { Deposit } from './mapping/deposit.ts'

/** A deposit as an account last showed it, under an id of ours that never changes. */
export type DepositRow = Deposit & {
  readonly id: string
  readonly account_id: string
  readonly seen_at: Date
}

/** Keeps what an account showed: new deposits get an id, known ones their present name and state. */
export async function rememberDeposits(
  tx: Tx,
  account_id: string,
  deposits: readonly Deposit[],
  seen_at: Date,
): Promise<void> {
  const rows = unnest([
    ['uuid', deposits.map(() => newId())],
    ['text', deposits.map((deposit) => deposit.bling_id)],
    ['text', deposits.map((deposit) => deposit.name)],
    ['boolean', deposits.map((deposit) => deposit.is_active)],
    ['boolean', deposits.map((deposit) => deposit.is_default)],
    ['boolean', deposits.map((deposit) => deposit.ignored_in_totals)],
  ])
  await tx.query(sql`
    insert into bling_deposits (tenant_id, account_id, seen_at, id, bling_id, name, is_active, is_default, ignored_in_totals)
    select ${tx.tenant_id}::uuid, ${account_id}::uuid, ${seen_at}::timestamptz, shown.*
      from ${rows} as shown (id, bling_id, name, is_active, is_default, ignored_in_totals)
     order by bling_id
    on conflict (tenant_id, account_id, bling_id) do update
       set name = excluded.name, is_active = excluded.is_active, is_default = excluded.is_default,
           ignored_in_totals = excluded.ignored_in_totals, seen_at = excluded.seen_at`)
}

/** The account's deposits as last seen, the default one first. */
export async function listDeposits(tx: Tx, account_id: string): Promise<DepositRow[]> {
  return tx.query<DepositRow>(sql`
    select id, account_id, bling_id, name, is_active, is_default, ignored_in_totals, seen_at
      from bling_deposits where tenant_id = ${tx.tenant_id} and account_id = ${account_id}
     order by is_default desc, name, id`)
}
