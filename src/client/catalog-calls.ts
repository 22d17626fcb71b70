import type * as catalog from '../contract/catalog.ts'
import type { Filters, Got, Sent } from './api-types.ts'
import type { CallOptions, Transport } from './transport.ts'

type Product = Got<typeof catalog.product>
type Branch = Got<typeof catalog.branch>

/** Products: read, add, change, put away, take back, and as files. */
export function productsCalls(send: Transport) {
  const write = (method: 'POST' | 'PATCH', path: string, body?: unknown, options?: CallOptions) =>
    send({ method, path, body, keyed: true, options }) as Promise<Product>
  return {
    list: (filters: Filters<typeof catalog.productQuery> = {}) =>
      send({ method: 'GET', path: '/products', query: filters }) as Promise<Got<typeof catalog.productPage>>,
    one: (id: string) => send({ method: 'GET', path: `/products/${id}` }) as Promise<Product>,
    create: (body: Sent<typeof catalog.newProduct>, options?: CallOptions) =>
      write('POST', '/products', body, options),
    change: (id: string, body: Sent<typeof catalog.productChange>, options?: CallOptions) =>
      write('PATCH', `/products/${id}`, body, options),
    archive: (id: string, options?: CallOptions) =>
      write('POST', `/products/${id}/archive`, undefined, options),
    restore: (id: string, options?: CallOptions) =>
      write('POST', `/products/${id}/restore`, undefined, options),
    /** How low is low in one branch; null: the product's alert counts there again. */
    alertAt: (
      id: string,
      branch_id: string,
      body: Sent<typeof catalog.branchAlertChange>,
      options?: CallOptions,
    ) =>
      send({
        method: 'PUT',
        path: `/products/${id}/branches/${branch_id}/alert`,
        body,
        keyed: true,
        options,
      }) as Promise<Got<typeof catalog.branchAlert>>,
    import: (csv: string, query: Filters<typeof catalog.importQuery> = {}, options?: CallOptions) =>
      send({
        method: 'POST',
        path: '/products/import',
        query,
        body: { csv },
        keyed: true,
        options,
      }) as Promise<Got<typeof catalog.importResult>>,
    /** All products as CSV; importing it again changes nothing. */
    export: () => send({ method: 'GET', path: '/products/export', answer: 'text' }) as Promise<string>,
  }
}

/** Branches: the places that hold stock. */
export function branchesCalls(send: Transport) {
  return {
    list: (filters: Filters<typeof catalog.branchQuery> = {}) =>
      send({ method: 'GET', path: '/branches', query: filters }) as Promise<Got<typeof catalog.branchPage>>,
    create: (body: Sent<typeof catalog.newBranch>, options?: CallOptions) =>
      send({ method: 'POST', path: '/branches', body, keyed: true, options }) as Promise<Branch>,
    change: (id: string, body: Sent<typeof catalog.branchChange>, options?: CallOptions) =>
      send({ method: 'PATCH', path: `/branches/${id}`, body, keyed: true, options }) as Promise<Branch>,
  }
}
