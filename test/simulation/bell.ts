/** Tells whoever waits that something ended. */
export type Bell = {
  ring(): void
  /** Resolves when it rings next. */
  rung(): Promise<void>
}

/** Makes a bell that nobody listens to yet. */
export function createBell(): Bell {
  let listeners: (() => void)[] = []
  return {
    ring() {
      const heard = listeners
      listeners = []
      for (const listener of heard) listener()
    },
    rung: () => new Promise((resolve) => void listeners.push(resolve)),
  }
}
