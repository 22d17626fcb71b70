import { once } from 'node:events'
import { request } from 'node:http'
import { eventually } from '../support/eventually.ts'

/** One event as a browser would give it to a page. */
export type SseEvent = {
  readonly id: string
  readonly event: string
  readonly data: unknown
  readonly at: number
}

/** An open stream of server-sent events, read as a browser reads it. */
export type SseStream = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Events so far; heartbeats are not among them. */
  readonly events: readonly SseEvent[]
  /** The id that a browser would send on its return. */
  lastEventId(): string
  /** Comments so far. */
  heartbeats(): number
  isEnded(): boolean
  /** The event at this place, as soon as it is there. */
  event(index: number, limitMs?: number): Promise<SseEvent>
  ended(limitMs?: number): Promise<void>
  /** Stops reading, as a sleeping laptop does. */
  pause(): void
  close(): void
}

/** Opens a stream over real HTTP. */
export async function openEvents(
  address: string,
  options: { readonly token: string; readonly lastEventId?: string; readonly query?: string },
): Promise<SseStream> {
  const sent = request(`${address}/api/v1/events${options.query ?? ''}`, {
    headers: {
      authorization: `Bearer ${options.token}`,
      // What browsers say of themselves; events come as they are all the same.
      'accept-encoding': 'gzip, deflate, br',
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
  })
  sent.on('error', () => undefined) // a stream that is cut is seen by its end
  sent.end()
  const [response] = await once(sent, 'response')
  const events: SseEvent[] = []
  const state = { text: '', lastEventId: '', heartbeats: 0, isEnded: false }
  response.setEncoding('utf8')
  response.on('error', () => undefined)
  response.on('close', () => {
    state.isEnded = true
  })
  response.on('data', (chunk: string) => {
    const blocks = (state.text + chunk).split('\n\n')
    state.text = blocks.pop() ?? ''
    for (const block of blocks) readBlock(block, state, events)
  })
  return {
    status: response.statusCode,
    headers: response.headers,
    events,
    lastEventId: () => state.lastEventId,
    heartbeats: () => state.heartbeats,
    isEnded: () => state.isEnded,
    event: (index, limitMs) => eventually(`event ${index} arrives`, () => events[index], limitMs),
    ended: async (limitMs) => {
      await eventually('the stream ends', () => (state.isEnded ? true : undefined), limitMs)
    },
    pause: () => response.pause(),
    close: () => sent.destroy(),
  }
}

function readBlock(
  block: string,
  state: { lastEventId: string; heartbeats: number },
  events: SseEvent[],
): void {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart())
  }
  if (fields.has('')) state.heartbeats += 1
  state.lastEventId = fields.get('id') ?? state.lastEventId
  const data = fields.get('data')
  if (data === undefined) return
  const event = { id: state.lastEventId, event: fields.get('event') ?? 'message', data: JSON.parse(data) }
  events.push({ ...event, at: performance.now() })
}
