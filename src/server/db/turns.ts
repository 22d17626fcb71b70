/** Takes turns for many keys: one key's turns one after another, with a rest in between, few keys at the same time. */
export type Turns = {
  /** Wants a turn for the key; asking often is asking once. */
  ask(key: string): void
  /** Ends the rests and resolves when no turn runs any more. Nothing is begun after it. */
  close(): Promise<void>
}

/**
 * Makes a scheduler of turns. `take` runs one turn and says after how many milliseconds it wants another by itself, or null;
 * when it throws, `onError` says it. What was asked for during a turn gets a turn of its own after it.
 */
export function createTurns(options: {
  readonly atOnce: number
  readonly rest_ms: number
  readonly take: (key: string) => Promise<number | null>
  readonly onError: (error: unknown, key: string) => number
}): Turns {
  const waiting = new Set<string>()
  const running = new Map<string, Promise<void>>()
  const rests = new Map<string, NodeJS.Timeout>()
  const returns = new Map<string, NodeJS.Timeout>()
  let isClosed = false

  const ask = (key: string): void => {
    waiting.add(key)
    begin()
  }
  const begin = (): void => {
    for (const key of waiting) {
      if (isClosed || running.size >= options.atOnce) return
      if (running.has(key) || rests.has(key)) continue
      waiting.delete(key)
      running.set(key, run(key))
    }
  }
  const run = async (key: string): Promise<void> => {
    clearTimeout(returns.get(key))
    returns.delete(key)
    const again_ms = await options.take(key).catch((error: unknown) => options.onError(error, key))
    running.delete(key)
    if (isClosed) return
    after(rests, key, options.rest_ms, begin)
    if (again_ms !== null) after(returns, key, again_ms, () => ask(key))
    begin()
  }
  return {
    ask,
    async close() {
      isClosed = true
      for (const timer of [...rests.values(), ...returns.values()]) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}

function after(timers: Map<string, NodeJS.Timeout>, key: string, ms: number, then: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(key)
    then()
  }, ms)
  timers.set(key, timer)
}
