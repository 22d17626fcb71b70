import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import * as contract from '../../../contract/product-links.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { readAccount } from '../../bling/accounts.store.ts'
import type { CatalogDeps } from '../../catalog/catalog-deps.ts'
import { catalogWriteOf } from '../../catalog/catalog-write.ts'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../../kernel/cursor.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { catalogFromBling } from './catalog-from-bling.ts'
import { listCopies } from './copy-list.queries.ts'
import { type ImportRow, listImports } from './imports.store.ts'
import { listKits } from './kits.queries.ts'
import type { ProductWalks } from './product-walks.ts'

const TAGS = { tags: ['sync'] }
const params = z.object({ id })
const read = { config: { access: 'sync.read' as const } }

/** Products as the accounts have them, and what becomes ours of them. */
export const blingProductRoutes =
  (deps: { readonly catalog: CatalogDeps; readonly walks: ProductWalks }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database } = deps.catalog
    app.get(
      '/bling/accounts/:id/products',
      {
        ...read,
        schema: {
          ...TAGS,
          params,
          querystring: contract.blingProductQuery,
          response: { 200: contract.blingProductPage },
        },
      },
      async (request) => {
        const after = decodeCursor(request.query.cursor, contract.blingProductId)
        const rows = await database.tenant(principalOf(request).tenant_id, async (tx) => {
          await requireAccount(tx, request.params.id)
          return listCopies(tx, request.params.id, request.query, after)
        })
        return pageFrom(
          rows,
          request.query.limit,
          (row) => row,
          (row) => row.product_id,
        )
      },
    )
    app.get(
      '/bling/accounts/:id/kits',
      {
        ...read,
        schema: {
          ...TAGS,
          params,
          querystring: contract.blingKitQuery,
          response: { 200: contract.blingKitPage },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor(cursor, contract.blingProductId)
        const rows = await database.tenant(principalOf(request).tenant_id, async (tx) => {
          await requireAccount(tx, request.params.id)
          return listKits(tx, request.params.id, { limit, after })
        })
        return pageFrom(
          rows,
          limit,
          (row) => row,
          (row) => row.product_id,
        )
      },
    )
    app.post(
      '/bling/accounts/:id/products/imports',
      {
        config: { access: 'sync.write' },
        schema: {
          ...TAGS,
          params,
          body: contract.newProductImport,
          response: { 202: contract.productImport },
        },
      },
      async (request, reply) => {
        const account = { tenant_id: principalOf(request).tenant_id, account_id: request.params.id }
        await database.tenant(account.tenant_id, (tx) => requireAccount(tx, account.account_id))
        const walk = await deps.walks.begin(account, request.body.scope)
        return reply.status(202).send(importView(walk))
      },
    )
    app.get(
      '/bling/accounts/:id/products/imports',
      {
        ...read,
        schema: {
          ...TAGS,
          params,
          querystring: contract.productImportQuery,
          response: { 200: contract.productImportPage },
        },
      },
      async (request) => {
        const rows = await database.tenant(principalOf(request).tenant_id, async (tx) => {
          await requireAccount(tx, request.params.id)
          return listImports(tx, request.params.id, request.query)
        })
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map(importView) }
      },
    )
    app.post(
      '/bling/accounts/:id/products/catalog',
      {
        config: { access: 'catalog.write' },
        schema: {
          ...TAGS,
          params,
          querystring: contract.catalogFromBlingQuery,
          body: contract.catalogFromBling,
          response: { 200: contract.catalogFromBlingResult },
        },
      },
      async (request, reply) => {
        const asked = {
          account_id: request.params.id,
          product_ids: request.body.product_ids,
          preview: request.query.preview,
        }
        return sendAnswer(reply, await catalogFromBling(deps.catalog, catalogWriteOf(request), asked))
      },
    )
  }

async function requireAccount(tx: Tx, account_id: string): Promise<void> {
  if ((await readAccount(tx, account_id)) === null) throw new AppError('NOT_FOUND', { account_id })
}

function importView(walk: ImportRow): z.infer<typeof contract.productImport> {
  const { changed_since, next_page, started_at, updated_at, finished_at, ...rest } = walk
  return {
    ...rest,
    scope: changed_since === null ? 'everything' : 'changes',
    pages: next_page - 1,
    started_at: started_at.toISOString(),
    updated_at: updated_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
  }
}
