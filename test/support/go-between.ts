import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that went by, as `POST /Api/v3/estoques`, and the status that came back; null while there is none. */
export type Passing = { readonly request: string; status: number | null }

/** Stands between two programs and passes on what one says to the other: whose calls they are is known by the way they took. */
export type GoBetween = {
  readonly url: string
  /** All that went by, in order. */
  readonly passed: readonly Passing[]
  close(): Promise<void>
}

/**
 * Opens one on a free port. `to` names where the next request goes. `around` may do something before or after it is passed on, by `pass`;
 * when it throws, the connection is cut without an answer.
 */
export async function openGoBetween(
  to: () => string,
  around: (passing: Passing, pass: () => Promise<Response>) => Promise<Response> = (_, pass) => pass(),
): Promise<GoBetween> {
  const passed: Passing[] = []
  const server = createServer(async (request, reply) => {
    const passing: Passing = { request: `${request.method} ${request.url?.split('?')[0]}`, status: null }
    passed.push(passing)
    try {
      const body = await bodyOf(request)
      const answer = await around(passing, () => passOn(to(), request, body))
      passing.status = answer.status
      reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
      reply.end(Buffer.from(await answer.arrayBuffer()))
    } catch {
      reply.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Headers that belong to one connection, not to the message. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']

function passOn(to: string, request: IncomingMessage, body: Buffer): Promise<Response> {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value !== 'string' || OF_THE_CONNECTION.includes(name) ? [] : [[name, value]],
  )
  const method = request.method ?? 'GET'
  return fetch(to + request.url, {
    method,
    headers,
    redirect: 'manual',
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  })
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}
