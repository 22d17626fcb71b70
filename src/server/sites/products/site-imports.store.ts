import type { Tx } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'

/** One walk over a site's products. `partial`: it was broken off and goes on from `next_cursor`. */
export type SiteImportRow = {
  readonly id: string
  readonly site_id: string
  /** Null for a walk over everything. */
  readonly changed_since: Date | null
  readonly state: 'running' | 'partial' | 'complete'
  readonly next_cursor: string | null
  readonly products: number
  readonly pages: number
  readonly started_at: Date
  readonly updated_at: Date
  readonly finished_at: Date | null
  readonly error: string | null
}

const COLUMNS = sql`
  id, site_id, changed_since, state, next_cursor, products, pages, started_at, updated_at, finished_at, error`

/** The walk that is not finished, held for a change; null when there is none. */
export async function lockOpenSiteImport(tx: Tx, site_id: string): Promise<SiteImportRow | null> {
  const [row] = await tx.query<SiteImportRow>(sql`
    select ${COLUMNS} from site_product_imports
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and finished_at is null for update`)
  return row ?? null
}

/** The last walk that came to its end, over everything when asked so; null when there was none. */
export async function lastSiteImport(
  tx: Tx,
  site_id: string,
  only_whole: boolean,
): Promise<SiteImportRow | null> {
  const [row] = await tx.query<SiteImportRow>(sql`
    select ${COLUMNS} from site_product_imports
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id} and state = 'complete'
       ${only_whole ? sql`and changed_since is null` : empty}
     order by started_at desc limit 1`)
  return row ?? null
}

/** Walks of the site from the newest back, one more than `limit`. */
export async function listSiteImports(
  tx: Tx,
  site_id: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<SiteImportRow[]> {
  return tx.query<SiteImportRow>(sql`
    select ${COLUMNS} from site_product_imports
     where tenant_id = ${tx.tenant_id} and site_id = ${site_id}
       ${page.cursor === undefined ? empty : sql`and id < ${page.cursor}`}
     order by id desc limit ${page.limit + 1}`)
}

/** Writes a walk that begins. Somebody else may have begun one at this moment: then nothing is written. */
export async function insertSiteImport(
  tx: Tx,
  walk: { readonly id: string; readonly site_id: string; readonly changed_since: Date | null },
  at: Date,
): Promise<void> {
  await tx.query(sql`
    insert into site_product_imports (tenant_id, id, site_id, changed_since, state, started_at, updated_at)
    values (${tx.tenant_id}, ${walk.id}, ${walk.site_id}, ${walk.changed_since}, 'partial', ${at}, ${at}) on conflict do nothing`)
}

/** Says how far a walk has come; `added` products on one more page, or none. */
export async function updateSiteImport(
  tx: Tx,
  id: string,
  progress: Pick<SiteImportRow, 'state' | 'next_cursor' | 'error'> & { readonly added: number | null },
  at: Date,
): Promise<void> {
  const { state, next_cursor, error, added } = progress
  await tx.query(sql`
    update site_product_imports
       set state = ${state}, next_cursor = ${next_cursor}, error = ${error}, updated_at = ${at},
           products = products + ${added ?? 0}, pages = pages + ${added === null ? 0 : 1},
           finished_at = case when ${state} = 'complete' then ${at}::timestamptz end
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}

/** Says why a walk was broken off; how far it had come stays. */
export async function breakOffSiteImport(tx: Tx, id: string, error: string, at: Date): Promise<void> {
  await tx.query(sql`
    update site_product_imports set state = 'partial', error = ${error}, updated_at = ${at}
     where tenant_id = ${tx.tenant_id} and id = ${id} and finished_at is null`)
}
