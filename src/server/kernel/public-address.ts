import type { FastifyRequest } from 'fastify'

/** The address under which this product is reached from outside: the configured one, else the one that was asked. */
export function publicAddress(
  configured: { readonly app_url: string | undefined },
  request: FastifyRequest,
): string {
  return configured.app_url ?? `${request.protocol}://${request.host}`
}
