import type { OPERATION_KINDS } from '../../contract/offline.ts'

/** What can be done on a device and wait there. */
export type EntryKind = Extract<
  (typeof OPERATION_KINDS)[number],
  'sale' | 'sale_cancel' | 'loss' | 'breakage' | 'count'
>

/**
 * How far an operation is. `asked`: sent as a request whose answer has not come. `fact`: it happened here and the server has yet to
 * hear of it. `refused`: the request was turned down while nobody looked. `quarantined`: the server keeps it for the owner.
 */
export type EntryState = 'asked' | 'fact' | 'refused' | 'quarantined'

/** One operation of this device, written down before anything is sent. */
export type Entry = {
  readonly device_seq: number
  readonly op_id: string
  readonly tenant_id: string
  readonly kind: EntryKind
  /** The body of the same request online. */
  readonly body: Readonly<Record<string, unknown>>
  /** What the person charged, for sales; the server compares and never recomputes. */
  readonly charged_cents: number | null
  /** What the list of waiting operations shows. */
  readonly summary: string
  readonly occurred_at: string
  readonly state: EntryState
  /** It was sent once and the answer was lost: the server may have done it under this key. */
  readonly may_have_arrived: boolean
  readonly problem: string | null
}
