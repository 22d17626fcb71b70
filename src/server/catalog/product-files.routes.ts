import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { importBody, importQuery, importResult } from '../../contract/catalog.ts'
import { principalOf } from '../auth/principal.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import type { CatalogDeps } from './catalog-deps.ts'
import { catalogWriteOf } from './catalog-write.ts'
import { textOfUpload } from './csv-text.ts'
import { exportProducts } from './export-products.ts'
import { importProducts } from './import-products.ts'

const TAGS = { tags: ['catalog'] }
/** The largest file, here and nowhere else. */
const FILE_LIMIT_BYTES = 5_000_000

/** Products as files: taken in with a preview, given out whole. */
export const productFileRoutes =
  (deps: CatalogDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: FILE_LIMIT_BYTES },
      async (request: { headers: { 'content-type'?: string | undefined } }, body: Buffer) => ({
        csv: textOfUpload(body, request.headers['content-type']),
      }),
    )
    app.post(
      '/products/import',
      {
        config: { access: 'catalog.write' },
        bodyLimit: FILE_LIMIT_BYTES,
        schema: {
          ...TAGS,
          description: 'O arquivo em `csv`, ou ele mesmo como text/csv.',
          querystring: importQuery,
          body: importBody,
          response: { 200: importResult },
        },
      },
      async (request, reply) => {
        const { preview, confirm_no_saving: confirmed } = request.query
        const asked = { csv: request.body.csv, preview, confirmed }
        return sendAnswer(reply, await importProducts(deps, catalogWriteOf(request), asked))
      },
    )
    app.get(
      '/products/export',
      {
        config: { access: 'catalog.read' },
        schema: {
          ...TAGS,
          response: { 200: { description: 'Arquivo CSV', content: { 'text/csv': { schema: z.string() } } } },
        },
      },
      async (request, reply) =>
        sendCsv(reply, 'produtos.csv', exportProducts(deps.database, principalOf(request).tenant_id)),
    )
  }

function sendCsv(reply: FastifyReply, name: string, pieces: AsyncIterable<string>): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(pieces))
}
