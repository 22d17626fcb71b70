import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RawDelivery } from '../../../src/server/sites/connector.ts'

/** Somebody who listens to webhooks. */
export type Listener = {
  readonly url: string
  readonly delivered: readonly RawDelivery[]
  /** Answers this to what comes next. */
  answer(status: number): void
  close(): Promise<void>
}

/** Opens a listener on a free port. */
export async function openListener(): Promise<Listener> {
  const delivered: RawDelivery[] = []
  let status = 200
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    delivered.push({ raw: Buffer.concat(chunks), headers: request.headers })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks/sites/token`,
    delivered,
    answer: (next) => {
      status = next
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
