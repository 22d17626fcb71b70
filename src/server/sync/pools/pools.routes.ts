import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { newPool, pool, poolChange, poolPage, poolQuery } from '../../../contract/sync.ts'
import { principalOf } from '../../auth/principal.ts'
import { catalogWriteOf } from '../../catalog/catalog-write.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { findingsOf } from './judge-pool.ts'
import { readPlaceBook } from './known-places.store.ts'
import { poolView } from './pool-view.ts'
import { loadPools } from './pools.store.ts'
import { changePool, createPool, deletePool, type PoolDeps } from './save-pool.ts'

const TAGS = { tags: ['sync'] }
const params = z.object({ id })
const read = { config: { access: 'sync.read' as const } }
const write = { config: { access: 'sync.write' as const } }

/** Pools: what is read, what is written, and by which rule. */
export const poolRoutes =
  (deps: PoolDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/pools',
      { ...read, schema: { ...TAGS, querystring: poolQuery, response: { 200: poolPage } } },
      async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, id)
        const pools = await deps.database.tenant(principalOf(request).tenant_id, shownPools)
        const rest = pools.filter((one) => after === null || one.id > after)
        return pageFrom(
          rest.slice(0, limit + 1),
          limit,
          (one) => one,
          (one) => one.id,
        )
      },
    )
    app.get(
      '/pools/:id',
      { ...read, schema: { ...TAGS, params, response: { 200: pool } } },
      async (request) => {
        const pools = await deps.database.tenant(principalOf(request).tenant_id, shownPools)
        const found = pools.find((one) => one.id === request.params.id)
        if (found === undefined) throw new AppError('NOT_FOUND', { pool_id: request.params.id })
        return found
      },
    )
    app.post(
      '/pools',
      { ...write, schema: { ...TAGS, body: newPool, response: { 201: pool } } },
      async (request, reply) =>
        sendAnswer(reply, await createPool(deps, catalogWriteOf(request), request.body)),
    )
    app.patch(
      '/pools/:id',
      { ...write, schema: { ...TAGS, params, body: poolChange, response: { 200: pool } } },
      async (request, reply) =>
        sendAnswer(reply, await changePool(deps, catalogWriteOf(request), request.params.id, request.body)),
    )
    app.delete(
      '/pools/:id',
      {
        ...write,
        schema: { ...TAGS, params, response: { 200: z.object({ id, removed: z.literal(true) }) } },
      },
      async (request, reply) =>
        sendAnswer(reply, await deletePool(deps, catalogWriteOf(request), request.params.id)),
    )
  }

async function shownPools(tx: Tx) {
  const pools = await loadPools(tx)
  const book = await readPlaceBook(tx)
  return pools.map((one) => poolView(one, book, findingsOf(one.config, book, pools)))
}
