import type { Filters, Got, Sent } from '../../client/api-types.ts'
import type * as contract from '../../contract/bling.ts'
import type * as links from '../../contract/product-links.ts'
import type { accountPreviewPage, deactivatedDeposit } from '../../contract/sync.ts'
import type { syncAccountChange, syncAccountView } from '../../contract/sync-accounts.ts'
import { createCalls } from './calls.ts'

/** Bling may take its time, and while it does a person waits rather than starts anew. */
const { get, write, keyed } = createCalls(60_000)

/** What the screens ask about Bling: applications, accounts, their deposits and products. */
export const bling = {
  apps: () => get<Got<typeof contract.blingAppPage>>('/bling/apps', { limit: 200 }),
  createApp: (body: Sent<typeof contract.newBlingApp>) =>
    write<Got<typeof contract.blingApp>>('POST', '/bling/apps', body),
  changeApp: (id: string, body: Sent<typeof contract.blingAppChange>) =>
    write<Got<typeof contract.blingApp>>('PATCH', `/bling/apps/${id}`, body),
  accounts: () => get<Got<typeof contract.blingAccountPage>>('/bling/accounts', { limit: 200 }),
  authorize: (body: Sent<typeof contract.blingAuthorization>) =>
    write<Got<typeof contract.blingAuthorizationUrl>>('POST', '/bling/accounts/authorize', body),
  authorization: (id: string) =>
    get<Got<typeof contract.blingAuthorizationEnd>>(`/bling/authorizations/${id}`),
  changeAccount: (id: string, body: Sent<typeof contract.blingAccountChange>) =>
    write<Got<typeof contract.blingAccount>>('PATCH', `/bling/accounts/${id}`, body),
  removeAccount: (id: string) => write<null>('DELETE', `/bling/accounts/${id}`),
  dependents: (id: string) => get<Got<typeof contract.blingDependents>>(`/bling/accounts/${id}/dependents`),
  preview: (id: string, state: string, cursor?: string) =>
    get<Got<typeof accountPreviewPage>>(`/bling/accounts/${id}/preview`, { state, cursor, limit: 50 }),
  legacyCallback: (id: string) =>
    write<Got<typeof contract.legacyCallback>>('POST', `/bling/accounts/${id}/legacy-callback`),
  settings: (id: string) => get<Got<typeof syncAccountView>>(`/sync/accounts/${id}`),
  changeSettings: (id: string, body: Sent<typeof syncAccountChange>) =>
    write<Got<typeof syncAccountView>>('PATCH', `/sync/accounts/${id}`, body),
  deposits: (id: string) => get<Got<typeof contract.blingDepositList>>(`/bling/accounts/${id}/deposits`),
  createDeposit: (id: string, body: Sent<typeof contract.newBlingDeposit>) =>
    write<Got<typeof contract.blingDeposit>>('POST', `/bling/accounts/${id}/deposits`, body),
  deactivateDeposit: (id: string, deposit_id: string, confirm_name: string) =>
    write<Got<typeof deactivatedDeposit>>('POST', `/bling/accounts/${id}/deposits/${deposit_id}/deactivate`, {
      confirm_name,
    }),
  orderChoices: (id: string) =>
    get<Got<typeof contract.blingOrderChoices>>(`/bling/accounts/${id}/order-choices`),
  products: (id: string, query: Filters<typeof links.blingProductQuery>) =>
    get<Got<typeof links.blingProductPage>>(`/bling/accounts/${id}/products`, query),
  imports: (id: string) =>
    get<Got<typeof links.productImportPage>>(`/bling/accounts/${id}/products/imports`, { limit: 1 }),
  startImport: (id: string, body: Sent<typeof links.newProductImport>) =>
    write<Got<typeof links.productImport>>('POST', `/bling/accounts/${id}/products/imports`, body),
  catalog: (id: string, isPreview: boolean) =>
    keyed<Got<typeof links.catalogFromBlingResult>>(
      'POST',
      `/bling/accounts/${id}/products/catalog?preview=${isPreview}`,
      {},
    ),
  links: (query: Filters<typeof links.productLinkQuery>) =>
    get<Got<typeof links.productLinkPage>>('/product-links', query),
  suggestions: (query: Filters<typeof links.linkSuggestionQuery>) =>
    get<Got<typeof links.linkSuggestionPage>>('/product-links/suggestions', query),
  link: (body: Sent<typeof links.newProductLink>) =>
    keyed<Got<typeof links.productLink>>('POST', '/product-links', body),
  refuseLink: (body: Sent<typeof links.refusedProductLink>) =>
    keyed<Got<typeof links.refusedProductLink>>('POST', '/product-links/refusals', body),
  unlink: (product_id: string, account_id: string) =>
    keyed<null>('DELETE', `/product-links/${product_id}/${account_id}`),
}

/** A connected account, as the screens know it. */
export type Account = Got<typeof contract.blingAccount>
/** An application registered in Bling. */
export type App = Got<typeof contract.blingApp>
/** A deposit of an account. */
export type Deposit = Got<typeof contract.blingDeposit>
