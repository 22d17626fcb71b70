import type { Page, Request } from 'playwright-core'
import { median, print } from './figures.ts'

/** Events shorter than this are not told by the browser; 16 ms is its finest. */
const SHORTEST_MS = 16

/**
 * Notes in the page how long each key press and click takes until the next paint, as the browser's Event Timing tells it (in steps of
 * 8 ms), and the same for each turn of the wheel, which Event Timing leaves out.
 */
const WATCH = `
  window.watched = []
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId } of list.getEntries()) {
      if (interactionId > 0) window.watched.push({ id: interactionId, ms: duration })
    }
  }).observe({ type: 'event', durationThreshold: ${SHORTEST_MS} })
  addEventListener('wheel', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => window.watched.push({ id: timeStamp, ms: performance.now() - timeStamp })
      port2.postMessage(0)
    })
  }, { passive: true, capture: true })`

/** Begins to watch a page. */
export async function watchInteractions(page: Page): Promise<void> {
  await page.evaluate(WATCH)
}

/** Does `act` so many times, and says how long the next paint took in the middle and in the worst case. */
export async function printInteraction(
  page: Page,
  name: string,
  times: number,
  act: (round: number) => Promise<void>,
): Promise<void> {
  await page.evaluate('window.watched.length = 0')
  for (let round = 0; round < times; round += 1) await act(round)
  await painted(page)
  const watched = await page.evaluate<{ id: number; ms: number }[]>('window.watched')
  // A press has several events; the longest is what the person felt. Those not told of took less than the shortest.
  const longest = new Map<number, number>()
  for (const { id, ms } of watched) longest.set(id, Math.max(ms, longest.get(id) ?? 0))
  const felt = [...longest.values()]
  while (felt.length < times) felt.push(SHORTEST_MS)
  print(`${name}: to the next paint, ms (median of ${felt.length})`, median(felt))
  print(`${name}: to the next paint, ms (worst of ${felt.length}, target 100)`, Math.max(...felt))
}

/** Gives a way to wait until every list that was asked for has come and is painted. */
export function awaitingLists(page: Page): () => Promise<void> {
  const asked = new Set<Request>()
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/inventory?')) asked.add(request)
  })
  page.on('requestfinished', (request) => asked.delete(request))
  page.on('requestfailed', (request) => asked.delete(request))
  return async () => {
    do await painted(page)
    while (asked.size > 0)
  }
}

/** Two frames and a rest: whatever was asked for is on the screen and told of. */
export function painted(page: Page): Promise<void> {
  return page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100))))',
  )
}
