import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import {
  newSite,
  site,
  siteAccess,
  siteChange,
  siteDependents,
  sitePage,
  siteQuery,
} from '../../contract/sites.ts'
import { pageById } from '../auth/page.ts'
import { principalOf } from '../auth/principal.ts'
import { repeatableWriteOf } from '../auth/repeatable-write.ts'
import { AppError } from '../kernel/app-error.ts'
import { publicAddress } from '../kernel/public-address.ts'
import { sendAnswer } from '../kernel/send-answer.ts'
import { changeSite } from './change-site.ts'
import { connectSite } from './connect-site.ts'
import { disconnectSite } from './disconnect-site.ts'
import { renewAccess } from './renew-access.ts'
import type { SiteDeps } from './site-deps.ts'
import { siteView } from './site-view.ts'
import { readSite, showSites } from './sites.store.ts'

const TAGS = { tags: ['sites'] }
const params = z.object({ id })
const write = { config: { access: 'sync.write' as const } }

/** Sales sites: which there are, how they do, and connecting one. */
export const siteRoutes =
  (deps: SiteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sites',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, querystring: siteQuery, response: { 200: sitePage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await deps.database.tenant(tenant_id, (tx) => showSites(tx, request.query))
        const page = pageById(rows, request.query.limit)
        return { ...page, items: page.items.map((row) => siteView(row, deps)) }
      },
    )
    app.post(
      '/sites',
      { ...write, schema: { ...TAGS, body: newSite, response: { 201: site } } },
      async (request, reply) => {
        const our_address = publicAddress(deps, request)
        return sendAnswer(
          reply,
          await connectSite(deps, repeatableWriteOf(request), request.body, our_address),
        )
      },
    )
    app.patch(
      '/sites/:id',
      { ...write, schema: { ...TAGS, params, body: siteChange, response: { 200: site } } },
      async (request, reply) =>
        sendAnswer(
          reply,
          await changeSite(
            deps,
            repeatableWriteOf(request),
            request.params.id,
            request.body,
            publicAddress(deps, request),
          ),
        ),
    )
    app.get(
      '/sites/:id/dependents',
      {
        config: { access: 'sync.read' },
        schema: { ...TAGS, params, response: { 200: siteDependents } },
      },
      async (request) => {
        const { id: site_id } = request.params
        return deps.database.tenant(principalOf(request).tenant_id, async (tx) => {
          if ((await readSite(tx, site_id)) === null) throw new AppError('NOT_FOUND', { site_id })
          return { items: [...(await deps.dependents.list(tx, site_id))] }
        })
      },
    )
    app.delete(
      '/sites/:id',
      { ...write, schema: { ...TAGS, params, response: { 204: z.null() } } },
      async (request, reply) => {
        await disconnectSite(deps, repeatableWriteOf(request), request.params.id)
        return reply.status(204).send(null)
      },
    )
    app.post(
      '/sites/:id/access',
      { ...write, schema: { ...TAGS, params, response: { 201: siteAccess } } },
      async (request, reply) => {
        const access = await renewAccess(deps, repeatableWriteOf(request), request.params.id)
        reply.header('cache-control', 'no-store').status(201)
        return access
      },
    )
  }
