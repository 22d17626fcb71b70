import type { Principal } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { newId } from '../kernel/ids.ts'
import type { Operation } from './batch/command.ts'

/** How an operation reached us. A device's operation is a fact: it happened, whatever the stock said. */
export type Origin =
  | { readonly kind: 'online' }
  | {
      readonly kind: 'device'
      readonly device_id: string
      readonly occurred_at: Date
      readonly clock_is_trusted: boolean
    }

/** What every stock command is made from, besides its body. */
export type CommandInput<Body> = {
  readonly principal: Principal
  readonly key: string
  readonly fingerprint: string
  readonly origin: Origin
  readonly now: Date
  readonly body: Body
}

/** How far back a person may date what they enter online, and a device is believed. */
export const MAX_BACKDATE_MS = 366 * 24 * 3600 * 1000
/** How far ahead of ours a client's clock may be before its time is refused. */
const MAX_AHEAD_MS = 5 * 60 * 1000

/**
 * The identity and time that all movements of an operation share. Online, an `occurred_at` in the future or older than a year
 * is refused; a device's is kept as it is, because the fact happened.
 */
export function operationOf(
  input: CommandInput<{ terminal?: string | undefined; occurred_at?: string | undefined }>,
  links: { sale_id?: string; purchase_id?: string } = {},
): Operation {
  const { origin, body, now } = input
  return {
    id: newId(),
    occurred_at: origin.kind === 'device' ? origin.occurred_at : onlineTime(body.occurred_at, now),
    terminal: body.terminal ?? (origin.kind === 'device' ? origin.device_id : null),
    from_device: origin.kind === 'device',
    sale_id: links.sale_id ?? null,
    purchase_id: links.purchase_id ?? null,
  }
}

function onlineTime(given: string | undefined, now: Date): Date | null {
  if (given === undefined) return null
  const at = new Date(given)
  const ahead = at.getTime() - now.getTime()
  if (ahead > MAX_AHEAD_MS || ahead < -MAX_BACKDATE_MS) {
    throw new AppError('INVALID_VALUES', {
      fields: [{ path: 'occurred_at', message: 'não pode estar no futuro nem há mais de um ano' }],
    })
  }
  return ahead > 0 ? now : at
}
