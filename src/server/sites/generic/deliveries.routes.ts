import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { siteDelivery, siteDeliveryPage, siteDeliveryQuery } from '../../../contract/site-api.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { SiteDeps } from '../site-deps.ts'
import { type DeliveryRow, listDeliveries, replayDelivery } from './generic-deliveries.store.ts'

const TAGS = { tags: ['sites'] }

/** What sites were told and whether they heard, and telling it again. `tell` begins at once. */
export const deliveryRoutes =
  (
    deps: Pick<SiteDeps, 'database' | 'clock'>,
    tell: (tenant_id: string, site_id: string) => void,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sites/:id/deliveries',
      {
        config: { access: 'sync.read' },
        schema: {
          ...TAGS,
          params: z.object({ id }),
          querystring: siteDeliveryQuery,
          response: { 200: siteDeliveryPage },
        },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) =>
          listDeliveries(tx, request.params.id, request.query),
        )
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map(viewOf) }
      },
    )
    app.post(
      '/sites/:id/deliveries/:delivery_id/replay',
      {
        config: { access: 'sync.write' },
        schema: { ...TAGS, params: z.object({ id, delivery_id: id }), response: { 200: siteDelivery } },
      },
      async (request) => {
        const principal = principalOf(request)
        const { id: site_id, delivery_id } = request.params
        const row = await deps.database.tenant(principal.tenant_id, async (tx) => {
          const found = await replayDelivery(tx, site_id, delivery_id, deps.clock.now())
          if (found === null) throw new AppError('NOT_FOUND')
          const entry = { action: 'site.delivery_replayed', target: site_id, facts: { delivery_id } }
          await recordAudit(tx, { ...entry, actor: actorOf(principal), ip: request.ip })
          return found
        })
        tell(principal.tenant_id, site_id)
        return viewOf(row)
      },
    )
  }

function viewOf(row: DeliveryRow): z.infer<typeof siteDelivery> {
  return {
    ...row,
    next_attempt_at: row.next_attempt_at.toISOString(),
    created_at: row.created_at.toISOString(),
    delivered_at: row.delivered_at?.toISOString() ?? null,
  }
}
