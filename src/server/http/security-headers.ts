import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'

/** The one policy: everything from here, nothing framed, no scripts in pages. */
const POLICY = {
  'default-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'frame-ancestors': ["'none'"],
  'upgrade-insecure-requests': null,
}

/**
 * The strict headers of every answer, as helmet decides them. They are the same for all, so they are worked out once and not on
 * each of thousands of requests a second.
 */
export function securityHeaders(): Readonly<Record<string, string>> {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  let failure: unknown
  helmet({ contentSecurityPolicy: { directives: POLICY } })(request, response, (error?: unknown) => {
    failure = error
  })
  if (failure !== undefined) throw failure
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  )
}
