import { m } from '../messages/messages.ts'

/** Why something waits, in words; a code that nobody has words for stays as it is. */
export function reasonText(code: string): string {
  return m.sync.reasons[code] ?? code
}
