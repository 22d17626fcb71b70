import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod'
import { USUAL_RETRIES } from '../../client/retry.ts'
import { type Call, createTransport } from '../../client/transport.ts'
import type { BlingAccount, blingAuthorizationUrl, blingDepositList } from '../../contract/bling.ts'
import type { orderRouteChange } from '../../contract/orders.ts'
import type { productImport, productImportPage } from '../../contract/product-links.ts'
import type { siteProductPage } from '../../contract/site-products.ts'
import type { newSite, Site, siteAccess, sitePage } from '../../contract/sites.ts'
import type { newPool, Pool } from '../../contract/sync.ts'
import type { syncPlan } from '../../contract/sync-plans.ts'

type Got<Schema extends z.ZodType> = z.output<Schema>

/** A plan of what the shops are to show. */
export type ShownPlan = Got<typeof syncPlan>

/** What the owner does in the office to have the shops follow the bar's stock. */
export type Office = ReturnType<typeof openOffice>

/** Until a walk over products or a plan is done. */
const USUAL_PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 150

/** Opens the office of whoever is signed in with `token`; nothing is waited for longer than `patienceMs`. */
export function openOffice(options: {
  readonly address: string
  readonly token: string
  readonly patienceMs?: number
}) {
  const { address, token, patienceMs = USUAL_PATIENCE_MS } = options
  const until = (what: string, isSo: () => Promise<boolean>) => waitUntil(what, isSo, patienceMs)
  const send = createTransport({
    address,
    token: () => token,
    fetch: (input, init) => globalThis.fetch(input, init),
    timeoutMs: patienceMs,
    retries: USUAL_RETRIES,
    random: Math.random,
    wait: (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal }),
  })
  const read = (path: string) => send({ method: 'GET', path })
  const write = (method: Call['method'], path: string, body?: unknown) =>
    send({ method, path, body, keyed: true })
  return {
    async registerApp(app: { readonly client_id: string; readonly client_secret: string }): Promise<void> {
      await write('POST', '/bling/apps', app)
    },
    /** Gives access to a company, as a person does on Bling's page. */
    async connect(company_id: string): Promise<BlingAccount> {
      const begun = await write('POST', '/bling/accounts/authorize', {})
      const { url } = begun as Got<typeof blingAuthorizationUrl>
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
      const answer = await fetch(await allow(url, company_id), { headers })
      if (!answer.ok) throw new Error(`an account could not be connected: ${await answer.text()}`)
      return (await answer.json()) as BlingAccount
    },
    async deposits(account_id: string): Promise<Got<typeof blingDepositList>['items']> {
      const known = await read(`/bling/accounts/${account_id}/deposits`)
      return (known as Got<typeof blingDepositList>).items
    },
    /** Has the products of an account read and linked by their codes; resolves when it is done. */
    async readProducts(account_id: string): Promise<void> {
      const path = `/bling/accounts/${account_id}/products/imports`
      const walk = (await write('POST', path, {})) as Got<typeof productImport>
      await until('the products of a shop are read', async () => {
        const { items } = (await read(path)) as Got<typeof productImportPage>
        return items.find(({ id }) => id === walk.id)?.state === 'complete'
      })
    },
    async sayWhereOrdersReserve(account_id: string): Promise<void> {
      await write('PATCH', `/sync/accounts/${account_id}`, { reserves_in: 'shared', when_shipped: 'draw' })
    },
    /** Connects a sales site; resolves when as many of its products as `products` says are linked to ours. */
    async openSite(wanted: z.input<typeof newSite>, products: number): Promise<Site> {
      const site = (await write('POST', '/sites', wanted)) as Site
      await until('the products of a site are linked', async () => {
        const path = `/sites/${site.id}/products?linked=true&limit=200`
        return ((await read(path)) as Got<typeof siteProductPage>).items.length >= products
      })
      return site
    },
    /** The key of a site written by hand; whatever it had before is worth nothing. */
    async keyOf(site_id: string): Promise<Got<typeof siteAccess>> {
      return (await write('POST', `/sites/${site_id}/access`)) as Got<typeof siteAccess>
    },
    async sendOrdersTo(site_id: string, route: z.input<typeof orderRouteChange>): Promise<void> {
      await write('PUT', `/sites/${site_id}/order-route`, route)
    },
    async sites(): Promise<Site[]> {
      return ((await read('/sites')) as Got<typeof sitePage>).items
    },
    /** Says where a site is now; it is told in turn where we are. */
    async moveSite(site_id: string, address: string): Promise<void> {
      await write('PATCH', `/sites/${site_id}`, { address })
    },
    async makePool(body: z.input<typeof newPool>): Promise<Pool> {
      return (await write('POST', '/pools', body)) as Pool
    },
    /** Has the first plan made and agrees to it; resolves when everything in it has been done. */
    async putInOperation(pool_id: string): Promise<ShownPlan> {
      const plan = (await write('POST', '/sync/plans', { pool_id })) as ShownPlan
      await write('POST', `/sync/plans/${plan.id}/apply`)
      await until('the first plan is applied', async () => {
        const { state } = (await read(`/sync/plans/${plan.id}`)) as ShownPlan
        return state === 'applied'
      })
      return plan
    },
  }
}

async function allow(url: string, company_id: string): Promise<string> {
  const asked = new URL(url)
  const answer = await fetch(`${asked.origin}${asked.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: asked.searchParams.get('client_id') ?? '',
      state: asked.searchParams.get('state') ?? '',
      company_id,
      decision: 'allow',
    }),
  })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`Bling's page did not send the browser back: ${answer.status}`)
  return location
}

async function waitUntil(what: string, isSo: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`still waiting until ${what}`)
    await pause(LOOK_AGAIN_MS)
  }
}
