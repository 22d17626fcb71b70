import { PassThrough, type Readable } from 'node:stream'
import type { ResetEvent, StockChangedEvent } from '../../contract/live.ts'
import type { Principal } from '../auth/principal.ts'
import type { LedgerNews } from './ledger-news.queries.ts'

/** How long a browser waits before it comes again. */
const RETRY_MS = 3_000
/** Heartbeats that a connection may be too slow to take before it is given up. */
const MOST_MISSED_HEARTBEATS = 2

/** One open screen: who looks, and how far it has been told. */
export type Watcher = {
  readonly principal: Principal
  /** What the screen receives. */
  readonly stream: Readable
  /** The place of the ledger up to which it knows. */
  readonly cursor: number
  /** Whether it can take more: nothing is written to a connection that has not taken what it got. */
  isReady(): boolean
  /** Tells what is new, as far as this person may see it, and moves the cursor. */
  tell(news: LedgerNews): void
  /** Says that all is well; false when the connection has been too slow for too long. */
  heartbeat(): boolean
  /** Ends the stream; the browser comes again if it may. */
  end(): void
}

/** Opens a watcher. `onReady` hears when a slow connection can take more, `onGone` when it is over. */
export function openWatcher(options: {
  readonly principal: Principal
  readonly cursor: number
  readonly onReady: () => void
  readonly onGone: () => void
}): Watcher {
  const { principal } = options
  const stream = new PassThrough()
  let cursor = options.cursor
  let isReady = true
  let missed = 0
  stream.on('drain', () => {
    isReady = true
    options.onReady()
  })
  stream.on('close', options.onGone)
  const isOpen = (): boolean => !stream.writableEnded && !stream.destroyed
  const write = (text: string): void => {
    if (isOpen()) isReady = stream.write(text)
  }
  write(`retry: ${RETRY_MS}\nid: ${cursor}\n\n`)
  return {
    principal,
    stream,
    get cursor() {
      return cursor
    },
    isReady: () => isReady && isOpen(),
    tell(news) {
      if (news.kind === 'none') return
      cursor = news.up_to_seq
      const text = eventOf(news, principal)
      if (text !== null) write(text)
    },
    heartbeat() {
      missed = isReady ? 0 : missed + 1
      // The id moves on even where nothing was to be told, so that a later return does not have to search far.
      if (isReady) write(`: ok\nid: ${cursor}\n\n`)
      return missed <= MOST_MISSED_HEARTBEATS
    },
    end: () => stream.end(),
  }
}

/** The text of an event, null when nothing in it is for this person. */
function eventOf(news: Exclude<LedgerNews, { kind: 'none' }>, principal: Principal): string | null {
  const { up_to_seq } = news
  if (news.kind === 'too_much') return format('reset', { up_to_seq })
  const levels = news.levels.filter((level) => principal.branch_ids?.has(level.branch_id) ?? true)
  if (levels.length === 0) return null
  return format('stock.changed', { up_to_seq, levels })
}

function format(event: string, data: StockChangedEvent | ResetEvent): string {
  return `id: ${data.up_to_seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
