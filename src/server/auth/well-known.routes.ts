import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { jwks } from '../../contract/identity.ts'
import type { Identity } from './identity.ts'

const CACHE_SECONDS = 300

/** The public keys of the signed tokens, at the root of the site where other systems look for them. */
export function wellKnownRoutes(identity: Identity): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/.well-known/jwks.json',
      { config: { access: 'public' }, schema: { tags: ['identity'], response: { 200: jwks } } },
      async (_request, reply) => {
        reply.header('cache-control', `public, max-age=${CACHE_SECONDS}`)
        return jwks.parse(await identity.library.api.getJwks())
      },
    )
  }
}
