import type { Quantity } from '../../domain/sync/quantity.ts'
import { answered, connectorOfActive, type Failed } from './active-connector.ts'
import type { Connector, ItemEnd, SiteProductRef, SiteStock, StockWrite } from './connector.ts'
import { siteProductsRead } from './products/site-products-read.ts'
import { siteStateChanged } from './site-changed.ts'
import type { SiteDeps } from './site-deps.ts'
import { SiteError } from './site-error.ts'
import type { SiteRef } from './webhook/site-inbox.store.ts'
import type { SiteInbox } from './webhook/site-inbox.ts'

type Read = { readonly kind: 'read'; readonly stock: ReadonlyMap<string, SiteStock> } | Failed
type Written =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' | 'unclear'; readonly reason: string; readonly retry_at: Date | null }
type Write = {
  readonly product: SiteProductRef
  readonly expected: Quantity
  readonly quantity: Quantity
}

/** Sites for who keeps stocks equal and does not know their kinds; failures are answers. */
export type SyncPort = {
  readStock(site: SiteRef, products: readonly SiteProductRef[]): Promise<Read>
  /** Sets a number only where the site still shows the one that it was decided from: then little can be lost in between. */
  setStock(site: SiteRef, writes: readonly Write[]): Promise<readonly Written[]>
  readonly inbox: SiteInbox
  readonly productsRead: typeof siteProductsRead
  readonly stateChanged: typeof siteStateChanged
}

/** Makes the port of one process. */
export function createSyncPort(deps: Pick<SiteDeps, 'database' | 'connectors' | 'inbox'>): SyncPort {
  const connectorOf = (site: SiteRef) => connectorOfActive(deps, site)
  return {
    inbox: deps.inbox,
    productsRead: siteProductsRead,
    stateChanged: siteStateChanged,
    readStock: (site, products) =>
      answered(async () => {
        const seen = await (await connectorOf(site)).stock.read(products)
        const stock = new Map(products.map(({ product_id }, index) => [product_id, seen[index] ?? ABSENT]))
        return { kind: 'read', stock }
      }),
    async setStock(site, writes) {
      try {
        return await setUnchanged(await connectorOf(site), writes)
      } catch (error) {
        if (!(error instanceof SiteError)) throw error
        return writes.map(() => notWritten('refused', error))
      }
    },
  }
}

const ABSENT: SiteStock = { kind: 'absent' }

/**
 * Looks once more right before writing. Where the site has versions it refuses by itself what is overtaken; elsewhere a sale between this
 * look and the write is the only one that a number can hide, until its order is read.
 */
async function setUnchanged(connector: Connector, writes: readonly Write[]): Promise<readonly Written[]> {
  const now = await connector.stock.read(writes.map(({ product }) => product))
  const judged = writes.map((write, index) => ({ write, seen: now[index] ?? ABSENT }))
  const unchanged = judged.filter(({ write, seen }) => isExpected(seen, write))
  const ends = await connector.stock.set(unchanged.map(({ write, seen }) => stockWrite(write, seen)))
  const byWrite = new Map(unchanged.map(({ write }, index) => [write, ends[index]]))
  return writes.map((write) => writtenOf(byWrite.get(write)))
}

function isExpected(seen: SiteStock, { expected }: Write): boolean {
  return seen.kind === 'observed' && seen.quantity === expected
}

function stockWrite({ product, quantity }: Write, seen: SiteStock): StockWrite {
  const version = seen.kind === 'observed' ? seen.version : null
  return { ref: product, quantity, ...(version === null ? {} : { expected_version: version }) }
}

function writtenOf(end: ItemEnd<SiteStock> | undefined): Written {
  if (end === undefined) return { kind: 'refused', reason: 'changed since it was read', retry_at: null }
  return end.kind === 'done' ? { kind: 'done' } : notWritten(end.kind, end.error)
}

function notWritten(kind: 'refused' | 'unclear', error: SiteError): Written {
  const said = error.detail === null ? error.message : `${error.message}: ${error.detail}`
  return { kind, reason: said, retry_at: error.retry_at }
}
