import type * as insight from '../contract/insight.ts'
import type * as inventory from '../contract/inventory.ts'
import type * as movements from '../contract/movements.ts'
import type * as offline from '../contract/offline.ts'
import type * as purchases from '../contract/purchases.ts'
import type * as sales from '../contract/sales.ts'
import type * as stock from '../contract/stock.ts'
import type { Filters, Got, Sent } from './api-types.ts'
import type { CallOptions, Transport } from './transport.ts'

type Written = Got<typeof movements.writtenAnswer>

/** Sends a write of stock; it carries a key, so it is repeated safely. */
function poster(send: Transport) {
  return <Answer>(path: string, body: unknown, options?: CallOptions) =>
    send({ method: 'POST', path, body, keyed: true, options }) as Promise<Answer>
}

/** Levels and what changes them. Who is responsible is whoever is signed in. */
export function inventoryCalls(send: Transport) {
  const post = poster(send)
  return {
    list: (filters: Filters<typeof inventory.inventoryQuery> = {}) =>
      send({ method: 'GET', path: '/inventory', query: filters }) as Promise<
        Got<typeof inventory.inventoryPage>
      >,
    /** One level now. */
    one: (product_id: string, branch_id: string) =>
      send({ method: 'GET', path: `/inventory/${product_id}`, query: { branch_id } }) as Promise<
        Got<typeof inventory.inventoryItem>
      >,
    /** One level at an instant (ISO 8601): what had happened by then, as known now. */
    asOf: (product_id: string, branch_id: string, as_of: string) =>
      send({ method: 'GET', path: `/inventory/${product_id}`, query: { branch_id, as_of } }) as Promise<
        Got<typeof inventory.pastLevel>
      >,
    registerLoss: (body: Sent<typeof stock.newLoss>, options?: CallOptions) =>
      post<Written>('/inventory/losses', body, options),
    registerBreakage: (body: Sent<typeof stock.newBreakage>, options?: CallOptions) =>
      post<Written>('/inventory/breakages', body, options),
    registerCourtesy: (body: Sent<typeof stock.newCourtesy>, options?: CallOptions) =>
      post<Written>('/inventory/courtesies', body, options),
    /** Up or down by hand; the quantity carries the sign. */
    manualAdjustment: (body: Sent<typeof stock.newAdjustment>, options?: CallOptions) =>
      post<Written>('/inventory/adjustments', body, options),
    openBox: (body: Sent<typeof stock.newBoxOpening>, options?: CallOptions) =>
      post<Written>('/inventory/box-openings', body, options),
    /** Recomputes consumption and what it foretells, of everything or of what is named. */
    calculateConsumption: (body: Sent<typeof inventory.consumptionBody> = {}, options?: CallOptions) =>
      post<Got<typeof inventory.consumptionAnswer>>('/inventory/consumption', body, options),
    getMovements: (filters: Filters<typeof movements.movementQuery> = {}) =>
      send({ method: 'GET', path: '/movements', query: filters }) as Promise<
        Got<typeof movements.movementPage>
      >,
    validateConsistency: (product_id: string, branch_id: string) =>
      send({ method: 'GET', path: `/inventory/${product_id}/consistency`, query: { branch_id } }) as Promise<
        Got<typeof inventory.consistencyAnswer>
      >,
    dashboard: (filters: Filters<typeof insight.dashboardQuery> = {}) =>
      send({ method: 'GET', path: '/dashboard', query: filters }) as Promise<Got<typeof insight.dashboard>>,
  }
}

/** Sales: recorded, cancelled, listed. */
export function salesCalls(send: Transport) {
  const post = poster(send)
  return {
    record: (body: Sent<typeof sales.newSale>, options?: CallOptions) =>
      post<Got<typeof sales.saleAnswer>>('/sales', body, options),
    cancel: (sale_id: string, options?: CallOptions) =>
      post<Got<typeof sales.cancelAnswer>>(`/sales/${sale_id}/cancel`, undefined, options),
    list: (filters: Filters<typeof sales.saleQuery> = {}) =>
      send({ method: 'GET', path: '/sales', query: filters }) as Promise<Got<typeof sales.salePage>>,
  }
}

/** Purchases: on the way or received. */
export function purchasesCalls(send: Transport) {
  const post = poster(send)
  return {
    record: (body: Sent<typeof purchases.newPurchase>, options?: CallOptions) =>
      post<Got<typeof purchases.purchaseAnswer>>('/purchases', body, options),
    receive: (purchase_id: string, options?: CallOptions) =>
      post<Got<typeof purchases.purchaseAnswer>>(`/purchases/${purchase_id}/receive`, undefined, options),
    /** Gives up what is on its way; what was received is refused. */
    cancel: (purchase_id: string, options?: CallOptions) =>
      post<Got<typeof purchases.purchaseAnswer>>(`/purchases/${purchase_id}/cancel`, undefined, options),
    list: (filters: Filters<typeof purchases.purchaseQuery> = {}) =>
      send({ method: 'GET', path: '/purchases', query: filters }) as Promise<
        Got<typeof purchases.purchasePage>
      >,
  }
}

/** Counts of a branch. */
export function countsCalls(send: Transport) {
  return {
    apply: (body: Sent<typeof stock.newCount>, options?: CallOptions) =>
      poster(send)<Got<typeof stock.countAnswer>>('/inventory/counts', body, options),
  }
}

/** Transfers between branches. */
export function transfersCalls(send: Transport) {
  return {
    record: (body: Sent<typeof stock.newTransfer>, options?: CallOptions) =>
      poster(send)<Written>('/transfers', body, options),
  }
}

/** What a person has to look at, and the proof of the ledger. */
export function ledgerCalls(send: Transport) {
  return {
    verify: () =>
      send({ method: 'GET', path: '/ledger/verify' }) as Promise<Got<typeof insight.verifyAnswer>>,
    divergences: (filters: Filters<typeof insight.divergenceQuery> = {}) =>
      send({ method: 'GET', path: '/divergences', query: filters }) as Promise<
        Got<typeof insight.divergencePage>
      >,
    resolve: (
      divergence_id: string,
      body: Sent<typeof insight.divergenceResolution>,
      options?: CallOptions,
    ) => poster(send)<Got<typeof insight.divergence>>(`/divergences/${divergence_id}/resolve`, body, options),
  }
}

/** What a device did without network: facts, each with its own key, sent as often as it takes. */
export function offlineCalls(send: Transport) {
  return {
    push: (body: Sent<typeof offline.pushOperations>, options?: CallOptions) =>
      poster(send)<Got<typeof offline.pushAnswer>>('/offline/operations', body, options),
  }
}
