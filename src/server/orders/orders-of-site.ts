import type { SiteDependent } from '../../contract/sites.ts'
import type { Tx } from '../db/database.ts'
import { callOffSite, openOrdersOf } from './sendings.store.ts'

/**
 * The orders of a site that are not over when it is disconnected: they stay, with their stock, and go on to Bling; the site is told
 * nothing of them any more.
 */
export const ordersOfSite = {
  async list(tx: Tx, site_id: string): Promise<SiteDependent[]> {
    const open = await openOrdersOf(tx, site_id)
    if (open === 0) return []
    const name = open === 1 ? '1 pedido em andamento' : `${open} pedidos em andamento`
    return [{ kind: 'open_orders', id: site_id, name }]
  },
  remove: callOffSite,
}
