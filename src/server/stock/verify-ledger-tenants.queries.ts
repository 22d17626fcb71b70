import pg from 'pg'
import { type Connection, poolSettings } from '../db/database.ts'

/** A company that has a ledger. */
export type LedgerOwner = { readonly id: string; readonly name: string }

/** Every company of the installation, the oldest first. Asked as the one role that may see them all. */
export async function ledgerOwners(connection: Connection): Promise<LedgerOwner[]> {
  const client = new pg.Client(poolSettings(connection, 'estoqueuni_auth', 1))
  await client.connect()
  try {
    const { rows } = await client.query<LedgerOwner>('select id, name from tenants order by created_at, id')
    return rows
  } finally {
    await client.end()
  }
}
