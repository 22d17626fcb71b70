import { lockBranchSet } from '../../catalog/branches.store.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { newId } from '../../kernel/ids.ts'

const NAME_LENGTH = 120

/**
 * Gives every deposit that is a source of some pool a branch in our ledger, which follows it and takes no movements from people. It
 * stays, with its history, when no pool reads the deposit any more.
 */
export async function followSourceDeposits(tx: Tx, at: Date): Promise<void> {
  await lockBranchSet(tx, 'exclusive')
  const missing = await tx.query<{ deposit_id: string; name: string }>(sql`
    select distinct d.id as deposit_id, d.name || ' (' || a.name || ')' as name
      from pool_sources s
      join bling_deposits d on d.tenant_id = s.tenant_id and d.id = s.deposit_id
      join bling_accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
     where s.tenant_id = ${tx.tenant_id}
       and not exists (select from branches b where b.tenant_id = s.tenant_id and b.deposit_id = s.deposit_id)
     order by name, deposit_id`)
  for (const { deposit_id, name } of missing) {
    await tx.query(sql`
      insert into branches (tenant_id, id, name, created_at, is_active, kind, deposit_id)
      values (${tx.tenant_id}, ${newId()}, ${await freeName(tx, name)}, ${at}, false, 'bling_deposit', ${deposit_id})`)
  }
}

/** The name, or with the first number behind it that makes it nobody else's. */
async function freeName(tx: Tx, wanted: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const suffix = attempt === 1 ? '' : ` ${attempt}`
    const name = wanted.slice(0, NAME_LENGTH - suffix.length).trim() + suffix
    const taken = await tx.query(sql`
      select from branches where tenant_id = ${tx.tenant_id} and search_form(name) = search_form(${name})`)
    if (taken.length === 0) return name
  }
}
