import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

/** One walk over an account's products. `partial`: it was broken off and goes on from `next_page`. */
export type ImportRow = {
  readonly id: string
  readonly account_id: string
  /** Null for a walk over everything. */
  readonly changed_since: Date | null
  readonly state: 'waiting' | 'running' | 'partial' | 'complete'
  readonly next_page: number
  readonly products: number
  readonly started_at: Date
  readonly updated_at: Date
  readonly finished_at: Date | null
  readonly error: string | null
}

const COLUMNS = sql`
  id, account_id, changed_since, state, next_page, products, started_at, updated_at, finished_at, error`

/** The walk that is not finished, held for a change; null when there is none. */
export async function lockOpenImport(tx: Tx, account_id: string): Promise<ImportRow | null> {
  const [row] = await tx.query<ImportRow>(sql`
    select ${COLUMNS} from bling_product_imports
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and finished_at is null for update`)
  return row ?? null
}

/** The last walk over everything that came to its end; null when there was none. */
export async function lastCompleteImport(tx: Tx, account_id: string): Promise<ImportRow | null> {
  const [row] = await tx.query<ImportRow>(sql`
    select ${COLUMNS} from bling_product_imports
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id} and state = 'complete'
     order by started_at desc limit 1`)
  return row ?? null
}

/** Walks of the account from the newest back, one more than `limit`. */
export async function listImports(
  tx: Tx,
  account_id: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<ImportRow[]> {
  return tx.query<ImportRow>(sql`
    select ${COLUMNS} from bling_product_imports
     where tenant_id = ${tx.tenant_id} and account_id = ${account_id}
       ${page.cursor === undefined ? empty : sql`and id < ${page.cursor}`}
     order by id desc limit ${page.limit + 1}`)
}

/** Writes a walk that is about to begin. Somebody else may have begun one at this moment: then nothing is written. */
export async function insertImport(
  tx: Tx,
  walk: { readonly id: string; readonly account_id: string; readonly changed_since: Date | null },
  at: Date,
): Promise<void> {
  await tx.query(sql`
    insert into bling_product_imports (tenant_id, id, account_id, changed_since, state, started_at, updated_at)
    values (${tx.tenant_id}, ${walk.id}, ${walk.account_id}, ${walk.changed_since}, 'waiting', ${at}, ${at})
        on conflict do nothing`)
}

/** Has a walk that is not finished begin anew at `at`, over everything. */
export async function restartImport(tx: Tx, id: string, at: Date): Promise<ImportRow> {
  const [row] = await tx.query<ImportRow>(sql`
    update bling_product_imports set changed_since = null, next_page = 1, products = 0, started_at = ${at}
     where tenant_id = ${tx.tenant_id} and id = ${id} and finished_at is null
    returning ${COLUMNS}`)
  if (row === undefined) throw new Error('a walk over products was not kept')
  return row
}

/** Says how far a walk has come. One that is finished stays so: whoever took it over was there first. */
export async function updateImport(
  tx: Tx,
  id: string,
  progress: Pick<ImportRow, 'state' | 'next_page' | 'error' | 'updated_at'> & { readonly added: number },
): Promise<void> {
  const { state, next_page, error, updated_at, added } = progress
  await tx.query(sql`
    update bling_product_imports
       set state = ${state}, next_page = ${next_page}, error = ${error}, updated_at = ${updated_at}, products = products + ${added},
           finished_at = case when ${state} = 'complete' then ${updated_at}::timestamptz end
     where tenant_id = ${tx.tenant_id} and id = ${id} and finished_at is null`)
}

/** Says why a walk was broken off; how far it had come stays, and one that is finished stays so. */
export async function breakOffImport(tx: Tx, id: string, error: string, at: Date): Promise<void> {
  await tx.query(sql`
    update bling_product_imports set state = 'partial', error = ${error}, updated_at = ${at}
     where tenant_id = ${tx.tenant_id} and id = ${id} and finished_at is null`)
}
