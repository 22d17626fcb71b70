import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import * as contract from '../../contract/site-exchange.ts'
import { canOwn, defaultOwners, type FieldOwners, ownersInForce } from '../../domain/sites/field-owners.ts'
import { PRODUCT_FIELDS } from '../../domain/sites/product-fields.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { type Principal, principalOf } from '../auth/principal.ts'
import { readAccount } from '../bling/accounts.store.ts'
import { findProduct } from '../catalog/products.store.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import type { KeepUp } from './keep-up.ts'
import { productSides } from './product-rows.queries.ts'
import {
  type ProductSite,
  readProductSite,
  saveProductOwners,
  saveProductSettings,
} from './settings.store.ts'

const TAGS = { tags: ['sites'] }
const READ = { access: 'sync.read' as const }
const WRITE = { access: 'sync.write' as const }
const SITE = z.object({ id })
const PRODUCT = z.object({ id, product_id: id })

/** Whose value of each field counts: at a site, and for one product of it. */
export const fieldOwnerRoutes =
  (deps: ExchangeDeps & { readonly keepUp: KeepUp }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database, clock } = deps
    app.get(
      '/sites/:id/field-owners',
      { config: READ, schema: { ...TAGS, params: SITE, response: { 200: contract.fieldOwners } } },
      (request) =>
        database.tenant(principalOf(request).tenant_id, async (tx) =>
          settingsView(await productSiteOf(tx, request.params.id)),
        ),
    )
    app.put(
      '/sites/:id/field-owners',
      {
        config: WRITE,
        schema: {
          ...TAGS,
          params: SITE,
          body: contract.fieldOwnersChange,
          response: { 200: contract.fieldOwners },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        const { tenant_id, user_id } = principal
        const site_id = request.params.id
        const owners = said(request.body.owners)
        const takers = [...new Set(request.body.takers)]
        requireOwners(owners)
        requireCatalogue(principal, takers.includes('estoqueuni') || request.body.brings_in)
        const view = await database.tenant(tenant_id, async (tx) => {
          const before = await productSiteOf(tx, site_id)
          await requireAccount(tx, request.body.account_id)
          const { account_id, mode, creates, brings_in } = request.body
          const after = { account_id, owners, takers, mode, creates, brings_in }
          await saveProductSettings(tx, site_id, after, { at: clock.now(), user_id })
          await recordAudit(tx, {
            ...{ actor: actorOf(principal), action: 'site_products.owners_set', target: site_id },
            ...{ facts: { before: factsOf(before), after }, ip: request.ip },
          })
          return settingsView(await productSiteOf(tx, site_id))
        })
        deps.keepUp.soon(tenant_id, site_id)
        return view
      },
    )
    app.put(
      '/sites/:id/field-owners/:product_id',
      {
        config: WRITE,
        schema: {
          ...TAGS,
          params: PRODUCT,
          body: contract.productOwnersChange,
          response: { 200: contract.productOwners },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        const { id: site_id, product_id } = request.params
        const owners = said(request.body.owners)
        requireOwners(owners)
        return database.tenant(principal.tenant_id, async (tx) => {
          const site = await productSiteOf(tx, site_id)
          if ((await findProduct(tx, product_id)) === null) throw new AppError('NOT_FOUND', { product_id })
          const [row] = await productSides(tx, { site_id, account_id: null }, { product_ids: [product_id] })
          await saveProductOwners(tx, site_id, product_id, owners)
          await recordAudit(tx, {
            ...{ actor: actorOf(principal), action: 'site_products.product_owners_set', target: product_id },
            ...{ facts: { site_id, before: row?.owners ?? {}, after: owners }, ip: request.ip },
          })
          return {
            product_id,
            owners,
            in_force: ownersInForce(owners, site.owners, defaultOwners(site.kind)),
          }
        })
      },
    )
  }

/** The site whose products these are. Throws `NOT_FOUND`. */
export async function productSiteOf(tx: Tx, site_id: string): Promise<ProductSite> {
  const site = await readProductSite(tx, site_id)
  if (site === null) throw new AppError('NOT_FOUND', { site_id })
  return site
}

function settingsView(site: ProductSite): contract.FieldOwnersView {
  const { account_id, account_in_force, owners, takers, mode, creates, brings_in } = site
  const in_force = ownersInForce(owners, defaultOwners(site.kind))
  return { account_id, account_in_force, owners, in_force, takers: [...takers], mode, creates, brings_in }
}

function factsOf({ account_id, owners, takers, mode, creates, brings_in }: ProductSite) {
  return { account_id, owners, takers, mode, creates, brings_in }
}

/** Only what was really said: an optional field that is there without a value is none. */
function said(owners: { readonly [field: string]: string | undefined }): Partial<FieldOwners> {
  return Object.fromEntries(Object.entries(owners).filter(([, owner]) => owner !== undefined))
}

function requireOwners(owners: Partial<FieldOwners>): void {
  const wrong = PRODUCT_FIELDS.filter((field) => !canOwn(owners[field] ?? 'nobody', field))
  if (wrong.length === 0) return
  const message = 'o EstoqueUni não guarda este campo'
  throw new AppError('INVALID_VALUES', {
    fields: wrong.map((field) => ({ path: `owners.${field}`, message })),
  })
}

/** What changes the catalogue by itself from then on takes the right to change it. */
function requireCatalogue({ permissions }: Principal, isChanged: boolean): void {
  if (isChanged && !permissions.has('catalog.write')) throw new AppError('FORBIDDEN')
}

async function requireAccount(tx: Tx, account_id: string | null): Promise<void> {
  if (account_id === null || (await readAccount(tx, account_id)) !== null) return
  throw new AppError('INVALID_VALUES', {
    fields: [{ path: 'account_id', message: 'não é uma conta conectada' }],
  })
}
