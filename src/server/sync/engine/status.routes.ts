import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { syncSku, syncSkuPage, syncSkuQuery, syncStatus } from '../../../contract/sync-runs.ts'
import { principalOf } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import { kitAvailable } from './kit-available.ts'
import type { PlanDeps } from './make-plan.ts'
import { writesOfSku } from './run-list.queries.ts'
import { decisionsOf, listSyncSkus, readSyncSku, syncStatusOf } from './status.queries.ts'

const TAGS = { tags: ['sync'] }
const READ = { access: 'sync.read' as const }
const WRITES = 20

/** How synchronisation stands, and why a SKU shows what it shows. */
export const statusRoutes =
  (deps: PlanDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { database, clock } = deps
    app.get(
      '/sync/status',
      { config: READ, schema: { ...TAGS, response: { 200: syncStatus } } },
      async (request) =>
        database.tenant(principalOf(request).tenant_id, (tx) => syncStatusOf(tx, clock.now())),
    )
    app.get(
      '/sync/skus',
      { config: READ, schema: { ...TAGS, querystring: syncSkuQuery, response: { 200: syncSkuPage } } },
      async (request) => {
        const { limit, cursor, suspects, recent_hours } = request.query
        const since =
          recent_hours === undefined ? null : new Date(clock.now().getTime() - recent_hours * 3_600_000)
        const after = decodeCursor(cursor, z.string())
        const rows = await database.tenant(principalOf(request).tenant_id, (tx) =>
          listSyncSkus(tx, { limit, after, suspects: suspects ?? false, since }),
        )
        return pageFrom(rows, limit, shown, (row) => row.sku)
      },
    )
    app.get(
      '/sync/skus/:sku',
      {
        config: READ,
        schema: {
          ...TAGS,
          params: z.object({ sku: z.string().min(1).max(120) }),
          response: { 200: syncSku },
        },
      },
      async (request) => {
        const { sku } = request.params
        return database.tenant(principalOf(request).tenant_id, async (tx) => {
          const row = await readSyncSku(tx, sku)
          if (row === null) throw new AppError('NOT_FOUND', { sku })
          return {
            ...shown(row),
            due_at: row.due_at?.toISOString() ?? null,
            kit_available: await kitAvailable(tx, sku),
            pools: await decisionsOf(tx, sku),
            writes: await writesOfSku(tx, sku, WRITES),
          }
        })
      },
    )
  }

function shown(row: {
  readonly sku: string
  readonly suspect_since: Date | null
  readonly suspect_reason: string | null
  readonly last_result: string | null
  readonly last_run_at: Date | null
}) {
  return {
    sku: row.sku,
    suspect_since: row.suspect_since?.toISOString() ?? null,
    suspect_reason: row.suspect_reason,
    last_result: row.last_result,
    last_run_at: row.last_run_at?.toISOString() ?? null,
  }
}
