/** Where the present comes from. Handed down from the composition root, so that a test or a simulation can move it. */
export type Clock = { now(): Date }

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() }
