import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../kernel/app-error.ts'

/** Where `npm run` leaves the web app, seen from this file. */
export const WEB_FOLDER = join(import.meta.dirname, '..', '..', '..', 'dist', 'web')

/** Addresses of programs: what is not found there is a problem, never a screen. */
const NOT_A_SCREEN = /^\/(api|webhooks|site-api|health|ready|metrics|\.well-known)(\/|$)/
const FILE = /\.[a-z0-9]+$/i
const A_YEAR = 'public, max-age=31536000, immutable'

/**
 * Hands out the web app: files whose names change with their content may be kept for ever, everything else is asked for anew, and every
 * address of a screen gets the page that draws it: its own, which names all of its code at once, or the common one. Without a built app nothing is registered and the API works alone.
 */
export async function installWebApp(app: FastifyInstance, folder: string = WEB_FOLDER): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'deny',
  })
  const pages = new Set(readdirSync(folder).filter((name) => name.endsWith('.html')))
  app.get('/*', { config: { access: 'public' }, schema: { hide: true } }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    if (NOT_A_SCREEN.test(path)) throw new AppError('NOT_FOUND')
    reply.header('cache-control', path.startsWith('/assets/') ? A_YEAR : 'no-cache')
    if (FILE.test(path)) return reply.sendFile(path.slice(1))
    const page = `${path.slice(1)}.html`
    return reply.sendFile(pages.has(page) ? page : 'index.html')
  })
}
