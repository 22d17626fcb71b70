/** Changes of one moment are told together. */
const GATHER_MS = 400
/** Without events (a proxy that swallows them, an older server) screens look by themselves. */
const LOOK_MS = 15_000

const listeners = new Set<() => void>()
let stop: (() => void) | undefined

/**
 * Calls `listener` whenever what the server holds may have changed: it said so, its events have just begun (what came before them was
 * told to nobody), or, without events, now and then. All screens of a window share one stream.
 */
export function onLiveNews(listener: () => void): () => void {
  listeners.add(listener)
  stop ??= watch(() => {
    for (const told of listeners) told()
  })
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = undefined
  }
}

function watch(tell: () => void): () => void {
  let gathering: ReturnType<typeof setTimeout> | undefined
  let looking: ReturnType<typeof setInterval> | undefined
  const news = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined
      tell()
    }, GATHER_MS)
  }
  let events = open()
  return () => {
    events.close()
    clearInterval(looking)
    clearTimeout(gathering)
  }

  function open(): EventSource {
    const source = new EventSource('/api/v1/events')
    source.addEventListener('stock.changed', news)
    source.addEventListener('reset', news)
    source.onopen = () => {
      clearInterval(looking)
      looking = undefined
      news()
    }
    source.onerror = () => {
      looking ??= setInterval(look, LOOK_MS)
    }
    return source
  }

  function look(): void {
    news()
    // A stream that the server turned away (busy, signed out) is given up by the browser for good.
    if (events.readyState === EventSource.CLOSED) events = open()
  }
}
