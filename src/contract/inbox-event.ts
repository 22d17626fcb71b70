import * as z from 'zod'
import { instant } from './common.ts'

/** What became of an event: `failed` is tried again, `dead` waits for a person. */
export const INBOX_STATES = ['received', 'done', 'failed', 'dead'] as const

/** What is told of every event, whoever sent it: when it came, how often, and its fate. */
export const inboxFate = {
  received_at: instant,
  state: z.enum(INBOX_STATES),
  deliveries: z.int(),
  attempts: z.int(),
  next_attempt_at: instant,
  error: z.string().nullable(),
  settled_at: instant.nullable(),
}
