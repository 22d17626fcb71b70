import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'

/** A route as it was registered: method, address, what it asks for, and the schemas it checks requests with. */
export type Registered = {
  readonly method: string
  readonly url: string
  readonly access: string | undefined
  readonly schema: RouteOptions['schema']
}

const CHANNEL = 'fastify.initialization'

/** Does `work`, which makes an app, and gives every route that was registered meanwhile, in any plugin, hidden ones too. */
export async function withRoutes<T>(
  work: () => Promise<T>,
): Promise<{ readonly made: T; readonly routes: readonly Registered[] }> {
  const routes: Registered[] = []
  const listen = (message: unknown) => {
    const { fastify } = message as { readonly fastify: FastifyInstance }
    fastify.addHook('onRoute', (route) => {
      for (const method of [route.method].flat())
        routes.push({ method, url: route.url, access: route.config?.access, schema: route.schema })
    })
  }
  subscribe(CHANNEL, listen)
  try {
    const made = await work()
    return { made, routes }
  } finally {
    unsubscribe(CHANNEL, listen)
  }
}
