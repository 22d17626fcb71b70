import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { auditPage, auditQuery } from '../../contract/identity.ts'
import { settingsChange, tenantSettings } from '../../contract/settings.ts'
import type { Database } from '../db/database.ts'
import { auditTrail } from './audit.store.ts'
import { changeSettings } from './change-settings.ts'
import { pageById } from './page.ts'
import { principalOf } from './principal.ts'
import { readSettings } from './settings.store.ts'

const TAGS = { tags: ['company'] }

/** The company's settings and its audit trail. Everyone inside may read the settings: their screens follow them. */
export function companyRoutes(db: Database): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/settings',
      { config: { access: 'self' }, schema: { ...TAGS, response: { 200: tenantSettings } } },
      async (request) => db.tenant(principalOf(request).tenant_id, readSettings),
    )
    app.patch(
      '/settings',
      {
        config: { access: 'settings.write' },
        schema: { ...TAGS, body: settingsChange, response: { 200: tenantSettings } },
      },
      async (request) => changeSettings(db, principalOf(request), request.body, request.ip),
    )
    app.get(
      '/audit',
      {
        config: { access: 'audit.read' },
        schema: { ...TAGS, querystring: auditQuery, response: { 200: auditPage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await db.tenant(tenant_id, (tx) => auditTrail(tx, request.query))
        return pageById(rows, request.query.limit)
      },
    )
  }
}
