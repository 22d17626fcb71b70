import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../kernel/ids.ts'
import type { IdentityTx } from './identity-database.ts'

/** One number for the first setup: two at once take turns, and the second finds the company of the first. */
const SETUP_LOCK = 7_367_002
const FIRST_BRANCH = 'Matriz'

/** Whether any company exists. */
export async function hasCompany(tx: Pick<Tx, 'query'>): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(sql`select exists (select from tenants) as found`)
  return row?.found === true
}

/** Waits for any other first setup to end; held until the transaction ends. */
export async function lockSetup(tx: IdentityTx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${SETUP_LOCK})`)
}

/** Creates the company itself: its row, the start of its ledger and its first branch. Settings are all defaults. */
export async function createCompany(tx: Tx, name: string): Promise<void> {
  await tx.query(sql`insert into tenants (id, name) values (${tx.tenant_id}, ${name})`)
  await tx.query(sql`insert into ledgers (tenant_id) values (${tx.tenant_id})`)
  await tx.query(
    sql`insert into branches (tenant_id, id, name) values (${tx.tenant_id}, ${newId()}, ${FIRST_BRANCH})`,
  )
}

/** The company of the running transaction. */
export async function company(tx: Tx): Promise<{ id: string; name: string }> {
  const [row] = await tx.query<{ id: string; name: string }>(
    sql`select id, name from tenants where id = ${tx.tenant_id}`,
  )
  if (row === undefined) throw new Error('the company of a session does not exist')
  return row
}

/** A branch as a person's own page names it. */
export type NamedBranch = { readonly id: string; readonly name: string; readonly is_active: boolean }

/** Branches of our own among `ids`, or all of them, by name. Those that follow a deposit of Bling and ids of other companies are not found. */
export async function branchesAmong(tx: Tx, ids: readonly string[] | null): Promise<NamedBranch[]> {
  return tx.query<NamedBranch>(sql`
    select id, name, is_active from branches
    where tenant_id = ${tx.tenant_id} and kind = 'own' and (${ids}::uuid[] is null or id = any (${ids}::uuid[]))
    order by name, id`)
}
