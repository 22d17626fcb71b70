import * as z from 'zod'
import type { Random } from '../kernel/random.ts'

/** Faults of answers. "before" changes nothing in the company, "after" has done everything: only the answer is lost. */
export const CALL_FAULTS = [
  'rate_limit_second',
  'rate_limit_day',
  'server_error_before',
  'server_error_after',
  'bad_gateway_before',
  'bad_gateway_after',
  'timeout_before',
  'timeout_after',
  'disconnect_before',
  'disconnect_after',
  'token_expired',
  'token_revoked',
  'slow',
] as const

/** Faults of events and of balances, and what the tax office does with an invoice instead of authorising it. */
export const OTHER_FAULTS = [
  'webhook_drop',
  'webhook_duplicate',
  'webhook_delay',
  'webhook_reorder',
  'stale_balance',
  'missing_rows',
  'invoice_rejected',
  'invoice_waits',
] as const

/** One of the faults of an answer. */
export type CallFault = (typeof CALL_FAULTS)[number]
/** Any fault. */
export type FaultKind = CallFault | (typeof OTHER_FAULTS)[number]

/** How long a fault with a time lasts when its rule does not say. */
const DEFAULT_DELAY_MS: Partial<Record<FaultKind, number>> = {
  timeout_before: 29_000,
  timeout_after: 29_000,
  slow: 3_000,
  webhook_delay: 30_000,
  webhook_reorder: 5_000,
  stale_balance: 15_000,
}

/** A fault to play. */
const faultRuleSchema = z.strictObject({
  kind: z.enum([...CALL_FAULTS, ...OTHER_FAULTS]),
  /** Only in this company; absent means in all. */
  company_id: z.string().optional(),
  /** Only this operation (`POST /estoques`, `GET *`) or event (`stock.*`); `*` stands for anything. */
  operation: z.string().optional(),
  probability: z.number().min(0).max(1).default(1),
  /** How many times at most; absent means without end. */
  times: z.int().min(0).optional(),
  delay_ms: z.number().min(0).optional(),
})

/** The body of `PUT /_sandbox/faults`; `{}` ends all faults. */
export const faultsSchema = z.strictObject({ rules: z.array(faultRuleSchema).default([]) })

/** A fault to play, complete. */
export type FaultRule = z.infer<typeof faultRuleSchema>
/** A fault as given. */
export type FaultRuleInput = z.input<typeof faultRuleSchema>

/** A fault that struck. */
export interface Strike {
  readonly kind: FaultKind
  readonly delay_ms: number
}

/** Where a fault may strike. */
export interface FaultPlace {
  readonly company_id: string | null
  readonly operation: string
}

/** Decides which fault strikes, deterministically from the seed. */
export class Faults {
  readonly #random: Random
  #rules: FaultRule[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** The rules with what is left of their `times`. */
  get rules(): readonly FaultRule[] {
    return this.#rules
  }

  /** Replaces all rules. */
  set(rules: readonly FaultRuleInput[]): void {
    this.#rules = rules.map((rule) => faultRuleSchema.parse(rule))
  }

  /** Whether a fault of this kind strikes here and now. */
  draw(kind: FaultKind, place: FaultPlace): Strike | undefined {
    return this.#rules.length === 0 ? undefined : this.#first((rule) => rule.kind === kind, place)
  }

  /** The fault, if any, that strikes an answer. */
  drawCall(place: FaultPlace): Strike | undefined {
    return this.#rules.length === 0 ? undefined : this.#first((rule) => isCallFault(rule.kind), place)
  }

  /** For how long the movement being made stays invisible to readers. */
  staleBalanceMs(companyId: string): number {
    return this.draw('stale_balance', { company_id: companyId, operation: 'balance' })?.delay_ms ?? 0
  }

  #first(wanted: (rule: FaultRule) => boolean, place: FaultPlace): Strike | undefined {
    for (const [index, rule] of this.#rules.entries()) {
      if (!wanted(rule) || rule.times === 0) continue
      if (rule.company_id !== undefined && rule.company_id !== place.company_id) continue
      if (rule.operation !== undefined && !matches(rule.operation, place.operation)) continue
      if (rule.probability < 1 && this.#random.next('faults') >= rule.probability) continue
      if (rule.times !== undefined) this.#rules[index] = { ...rule, times: rule.times - 1 }
      return { kind: rule.kind, delay_ms: rule.delay_ms ?? DEFAULT_DELAY_MS[rule.kind] ?? 0 }
    }
    return undefined
  }
}

/** Whether a fault is one of an answer. */
function isCallFault(kind: FaultKind): kind is CallFault {
  return CALL_FAULTS.some((name) => name === kind)
}

function matches(pattern: string, text: string): boolean {
  if (pattern === text) return true
  if (!pattern.includes('*')) return false
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
