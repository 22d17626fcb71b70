import type { Logger } from '../kernel/logger.ts'

/** Work that goes on after the answer that began it. */
export type Errands = {
  /** Begins it; a failure is logged and nothing else. */
  begin(work: () => Promise<void>): void
  /** Resolves when nothing is under way. */
  drain(): Promise<void>
}

/** Makes the errands of one process. */
export function createErrands(logger: Logger): Errands {
  const running = new Set<Promise<void>>()
  return {
    begin(work) {
      const errand = work()
        .catch((error: unknown) => logger.error({ err: error }, 'an errand to a site failed'))
        .finally(() => running.delete(errand))
      running.add(errand)
    },
    async drain() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
