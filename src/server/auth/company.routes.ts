import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { auditPage, auditQuery } from '../../contract/identity.ts'
import { settingsChange, tenantSettings } from '../../contract/settings.ts'
import type { Database } from '../db/database.ts'
import { auditTrail } from './audit.store.ts'
import { type ChangedSettings, changeSettings } from './change-settings.ts'
import { pageById } from './page.ts'
import { principalOf } from './principal.ts'
import { readSettings } from './settings.store.ts'

const TAGS = { tags: ['company'] }

/** Hears of changed settings after they were kept: what was copied from them elsewhere is brought in step. */
export type SettingsListener = (tenantId: string, changed: ChangedSettings) => Promise<void>

/** The company's settings and its audit trail. Everyone inside may read the settings: their screens follow them. */
export function companyRoutes(db: Database, onSettings: SettingsListener): FastifyPluginAsyncZod {
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
      async (request) => {
        const principal = principalOf(request)
        const changed = await changeSettings(db, principal, request.body, request.ip)
        await onSettings(principal.tenant_id, changed)
        return changed.after
      },
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
