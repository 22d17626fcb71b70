import { DatabaseError } from 'pg'
import type { Tx } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'
import { AppError } from '../kernel/app-error.ts'

/** An application registered in Bling; the secret is not among what is shown. */
export type AppRow = {
  readonly id: string
  readonly name: string
  readonly client_id: string
  readonly created_at: Date
}

/** The application with its sealed secret; null when the tenant has none of this id. */
export async function readApp(
  tx: Tx,
  id: string,
): Promise<(AppRow & { readonly client_secret: string }) | null> {
  const [row] = await tx.query<AppRow & { client_secret: string }>(sql`
    select id, name, client_id, client_secret, created_at from bling_apps where tenant_id = ${tx.tenant_id} and id = ${id}`)
  return row ?? null
}

/** Applications by id, one more than `limit`. */
export async function listApps(
  tx: Tx,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<AppRow[]> {
  return tx.query<AppRow>(sql`
    select id, name, client_id, created_at from bling_apps
     where tenant_id = ${tx.tenant_id} ${page.cursor === undefined ? empty : sql`and id > ${page.cursor}`}
     order by id limit ${page.limit + 1}`)
}

/** Writes a new application, its secret sealed. Throws `BLING_APP_TAKEN` for a client id that is registered already. */
export async function insertApp(tx: Tx, app: AppRow & { readonly client_secret: string }): Promise<void> {
  try {
    await tx.query(sql`
      insert into bling_apps (tenant_id, id, name, client_id, client_secret, created_at)
      values (${tx.tenant_id}, ${app.id}, ${app.name}, ${app.client_id}, ${app.client_secret}, ${app.created_at})`)
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'bling_apps_client')
      throw new AppError('BLING_APP_TAKEN')
    throw error
  }
}

/** Keeps a new secret (sealed) or name of an application. */
export async function updateApp(
  tx: Tx,
  id: string,
  change: { readonly name: string | undefined; readonly client_secret: string | undefined },
): Promise<void> {
  await tx.query(sql`
    update bling_apps
       set name = coalesce(${change.name ?? null}, name),
           client_secret = coalesce(${change.client_secret ?? null}, client_secret)
     where tenant_id = ${tx.tenant_id} and id = ${id}`)
}
