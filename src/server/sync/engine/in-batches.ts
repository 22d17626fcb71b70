/** Events about products that are looked up together: a kit among them is a call of its own, so many still end within a minute. */
const SIZE = 50

/** Cuts events into batches that one piece of work is made of. */
export function inBatches<Event>(events: readonly Event[]): Event[][] {
  const batches = Math.ceil(events.length / SIZE)
  return Array.from({ length: batches }, (_, batch) => events.slice(batch * SIZE, (batch + 1) * SIZE))
}
