import type { Filters, Got, Sent } from '../../client/api-types.ts'
import type { inboxEvent, inboxPage, inboxQuery } from '../../contract/bling.ts'
import type { depositHoldingList } from '../../contract/deposit-holdings.ts'
import type * as config from '../../contract/sync.ts'
import type * as plans from '../../contract/sync-plans.ts'
import type * as contract from '../../contract/sync-runs.ts'
import { createCalls } from './calls.ts'

/** A plan over everything is made while one waits: thousands of balances are read for it. */
const { get, write, keyed } = createCalls(120_000)

/** What the screens ask about unified stocks and their synchronisation. */
export const sync = {
  pools: () => get<Got<typeof config.poolPage>>('/pools', { limit: 200 }),
  createPool: (body: Sent<typeof config.newPool>) => keyed<Pool>('POST', '/pools', body),
  changePool: (id: string, body: Sent<typeof config.poolChange>) =>
    keyed<Pool>('PATCH', `/pools/${id}`, body),
  deletePool: (id: string) => keyed<{ readonly id: string }>('DELETE', `/pools/${id}`),
  status: () => get<SyncStatus>('/sync/status'),
  holdings: () => get<Got<typeof depositHoldingList>>('/sync/deposits'),
  makePlan: (body: Sent<typeof plans.newSyncPlan>) => write<Plan>('POST', '/sync/plans', body),
  plans: (query: Filters<typeof plans.syncPlanQuery> = {}) =>
    get<Got<typeof plans.syncPlanPage>>('/sync/plans', query),
  plan: (id: string) => get<Plan>(`/sync/plans/${id}`),
  applyPlan: (id: string) => keyed<Plan>('POST', `/sync/plans/${id}/apply`),
  undoPlan: (id: string) => keyed<Plan>('POST', `/sync/plans/${id}/undo`),
  startRun: (body: Sent<typeof contract.newSyncRun>) => keyed<Run>('POST', '/sync/runs', body),
  cancelRun: (id: string) => keyed<Run>('POST', `/sync/runs/${id}/cancel`),
  resumeRun: (id: string) => keyed<Run>('POST', `/sync/runs/${id}/resume`),
  runs: (query: Filters<typeof contract.syncRunQuery>) =>
    get<Got<typeof contract.syncRunPage>>('/sync/runs', query),
  run: (id: string) => get<Got<typeof contract.syncRunDetail>>(`/sync/runs/${id}`),
  totals: (query: Filters<typeof contract.syncTotalsQuery>) =>
    get<Got<typeof contract.syncTotals>>('/sync/totals', query),
  sku: (sku: string) => get<SyncSku>(`/sync/skus/${encodeURIComponent(sku)}`),
  skus: (query: Filters<typeof contract.syncSkuQuery>) =>
    get<Got<typeof contract.syncSkuPage>>('/sync/skus', query),
  demand: (query: Filters<typeof contract.demandQuery>) =>
    get<Got<typeof contract.demandPage>>('/sync/demand', query),
  judgeDraw: (reference: string, happened: boolean) =>
    keyed<null>('POST', `/sync/draws/${reference}/verdict`, { happened }),
  alerts: (query: Filters<typeof contract.alertQuery>) =>
    get<Got<typeof contract.alertPage>>('/alerts', query),
  inbox: (query: Filters<typeof inboxQuery>) => get<Got<typeof inboxPage>>('/inbox', query),
  reprocess: (id: string) => write<Got<typeof inboxEvent>>('POST', `/inbox/${id}/reprocess`),
}

/** A unified stock. */
export type Pool = Got<typeof config.pool>
/** How synchronisation stands. */
export type SyncStatus = Got<typeof contract.syncStatus>
/** A plan with its lines. */
export type Plan = Got<typeof plans.syncPlan>
/** A line of the history. */
export type Run = Got<typeof contract.syncRun>
/** One movement of a run. */
export type Write = Got<typeof contract.syncWrite>
/** Why one SKU shows what it shows. */
export type SyncSku = Got<typeof contract.syncSku>
