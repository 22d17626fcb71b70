import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { dashboard, dashboardQuery } from '../../contract/insight.ts'
import { consumptionAnswer, consumptionBody } from '../../contract/inventory.ts'
import { principalOf } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { branchScope, readSnapshot } from '../stock/read-snapshot.queries.ts'
import { dashboardOf } from './dashboard.ts'
import { recomputeConsumption } from './recompute-consumption.ts'

/** What the numbers tell: the dashboard, and consumption measured on demand. */
export const insightRoutes =
  (deps: { readonly database: Database; readonly clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/dashboard',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['insight'], querystring: dashboardQuery, response: { 200: dashboard } },
      },
      async (request) => {
        const principal = principalOf(request)
        const branches = branchScope(principal, request.query.branch_id)
        return readSnapshot(deps.database, principal, (tx) => dashboardOf(tx, branches, deps.clock.now()))
      },
    )
    app.post(
      '/inventory/consumption',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['insight'], body: consumptionBody, response: { 200: consumptionAnswer } },
      },
      async (request) => {
        const principal = principalOf(request)
        const now = deps.clock.now()
        const { branch_id, product_id } = request.body
        const scope = { branch_ids: branchScope(principal, branch_id), product_id: product_id ?? null }
        const items_updated = await recomputeConsumption(deps.database, principal.tenant_id, scope, now)
        return { items_updated, calculated_at: now.toISOString() }
      },
    )
  }
