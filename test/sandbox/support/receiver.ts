import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A delivery as it arrived. */
export interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: string
  /** The event's name; empty for the older callbacks. */
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every shape
  readonly json: any
}

/** Somebody who listens to webhooks. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** Answers this to what comes next; 0 means not at all. */
  answer(status: number): void
  /** Events received, in order; of one name when given. */
  events(name?: string): Received[]
  close(): Promise<void>
}

/** Opens a receiver on a free port. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let status = 200
  const server = createServer((request, response) => {
    let raw = ''
    request.on('data', (chunk) => {
      raw += chunk
    })
    request.on('end', () => {
      const json = raw.startsWith('{') ? JSON.parse(raw) : undefined
      received.push({ headers: request.headers, raw, json, event: json?.event ?? '' })
      if (status === 0) request.socket.destroy()
      else response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks/bling`,
    received,
    answer: (next) => {
      status = next
    },
    events: (name) => received.filter((entry) => name === undefined || entry.event === name),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
