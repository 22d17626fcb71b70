import type { FastifyInstance } from 'fastify'
import type { Authenticate } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { DOCS_PREFIX } from './openapi.ts'

/**
 * Deny by default. Every route says in its config what it needs; one that does not say cannot be registered.
 * The person is found before the body is read, so a stranger cannot make the server parse anything.
 */
export function installAccess(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest('principal', null)
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(DOCS_PREFIX)) route.config = { ...route.config, access: 'public' }
    if (route.config?.access === undefined)
      throw new Error(`the route ${route.method} ${route.url} does not say who may use it`)
  })
  app.addHook('onRequest', async (request) => {
    const needed = request.routeOptions.config.access
    if (needed === 'public' || request.is404) return
    request.principal = await authenticate(request)
    if (request.principal === null) throw new AppError('UNAUTHENTICATED')
    if (needed === undefined || !request.principal.permissions.has(needed)) throw new AppError('FORBIDDEN')
  })
}
