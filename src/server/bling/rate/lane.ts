/** Who is waiting for an answer: first a person at a screen, then an event, then the periodic sweep. */
export const LANES = ['person', 'webhook', 'sweep'] as const
export type Lane = (typeof LANES)[number]
