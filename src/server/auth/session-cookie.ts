import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The cookie that holds a browser's session token: no script reads it, no other site's form sends it. */
export type SessionCookie = {
  /** Has the browser keep `token` until `expires`. */
  keep(reply: FastifyReply, token: string, expires: Date): void
  /** Has the browser forget it. */
  forget(reply: FastifyReply): void
  /** The token that the browser sent, if any. */
  read(request: FastifyRequest): string | null
}

/** Over https the cookie is Secure and bound to this host alone (`__Host-`); plain http serves the bar's own network. */
export function createSessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-estoqueuni' : 'estoqueuni'
  const flags = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const
  return {
    keep: (reply, token, expires) => void reply.setCookie(name, token, { ...flags, expires }),
    forget: (reply) => void reply.clearCookie(name, flags),
    read: (request) => request.cookies[name] ?? null,
  }
}
