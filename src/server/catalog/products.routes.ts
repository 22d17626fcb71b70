import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import {
  branchAlert,
  branchAlertChange,
  newProduct,
  product,
  productChange,
  productPage,
  productQuery,
} from '../../contract/catalog.ts'
import { id } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import { readSettings } from '../auth/settings.store.ts'
import { AppError } from '../kernel/app-error.ts'
import { decodeCursor, pageFrom } from '../kernel/cursor.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import type { CatalogDeps } from './catalog-deps.ts'
import { catalogWriteOf } from './catalog-write.ts'
import { productView } from './product-view.ts'
import { productWarnings } from './product-warnings.ts'
import { listProducts } from './products.queries.ts'
import { findProduct } from './products.store.ts'
import { changeBranchAlert } from './save-branch-alert.ts'
import { archiveProduct, changeProduct, createProduct, restoreProduct } from './save-product.ts'

const TAGS = { tags: ['catalog'] }
const params = z.object({ id })
const position = z.object({ name: z.string(), id })

/** Products: read, add, change, put away and take back. */
export const productRoutes =
  (deps: CatalogDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(productReads(deps))
    app.post(
      '/products',
      {
        config: { access: 'catalog.write' },
        schema: { ...TAGS, body: newProduct, response: { 201: product } },
      },
      async (request, reply) =>
        sendAnswer(reply, await createProduct(deps, catalogWriteOf(request), request.body)),
    )
    app.patch(
      '/products/:id',
      {
        config: { access: 'catalog.write' },
        schema: { ...TAGS, params, body: productChange, response: { 200: product } },
      },
      async (request, reply) =>
        sendAnswer(
          reply,
          await changeProduct(deps, catalogWriteOf(request), request.params.id, request.body),
        ),
    )
    app.post(
      '/products/:id/archive',
      { config: { access: 'catalog.write' }, schema: { ...TAGS, params, response: { 200: product } } },
      async (request, reply) =>
        sendAnswer(reply, await archiveProduct(deps, catalogWriteOf(request), request.params.id)),
    )
    app.post(
      '/products/:id/restore',
      { config: { access: 'catalog.write' }, schema: { ...TAGS, params, response: { 200: product } } },
      async (request, reply) =>
        sendAnswer(reply, await restoreProduct(deps, catalogWriteOf(request), request.params.id)),
    )
  }

/** How low is low in one branch. */
export const branchAlertRoutes =
  (deps: CatalogDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.put(
      '/products/:id/branches/:branch_id/alert',
      {
        config: { access: 'catalog.write' },
        schema: {
          ...TAGS,
          params: z.object({ id, branch_id: id }),
          body: branchAlertChange,
          response: { 200: branchAlert },
        },
      },
      async (request, reply) => {
        const { id: product_id, branch_id } = request.params
        const place = { product_id, branch_id }
        sendAnswer(reply, await changeBranchAlert(deps, catalogWriteOf(request), place, request.body))
      },
    )
  }

const productReads =
  ({ database }: CatalogDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/products',
      {
        config: { access: 'catalog.read' },
        schema: { ...TAGS, querystring: productQuery, response: { 200: productPage } },
      },
      async (request) => {
        const after = decodeCursor(request.query.cursor, position)
        const { tenant_id } = principalOf(request)
        const rows = await database.tenant(tenant_id, (tx) => listProducts(tx, request.query, after))
        return pageFrom(
          rows,
          request.query.limit,
          (row) => productView(row),
          (row) => ({ name: row.name, id: row.id }),
        )
      },
    )
    app.get(
      '/products/:id',
      { config: { access: 'catalog.read' }, schema: { ...TAGS, params, response: { 200: product } } },
      async (request) =>
        database.tenant(principalOf(request).tenant_id, async (tx) => {
          const row = await findProduct(tx, request.params.id)
          if (row === null) throw new AppError('NOT_FOUND', { product_id: request.params.id })
          return productView(row, await productWarnings(tx, row, await readSettings(tx)))
        }),
    )
  }
