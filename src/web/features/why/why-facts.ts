import * as z from 'zod/mini'

const listOf = <Item extends z.core.$ZodType>(item: Item) => z._default(z.array(item), [])
const amount = z._default(z.nullable(z.number()), null)
const source = z.object({
  place: z.string(),
  account_state: z._default(z.string(), 'active'),
  reading: z.string(),
  cause: z.optional(z.string()),
  physical: amount,
  virtual: amount,
})
const part = z.object({ sku: z.string(), quantity: z.number(), available: z.number() })
const term = z.object({
  kind: z.string(),
  place: z.optional(z.string()),
  note: z.optional(z.nullable(z.string())),
  rule: z.optional(z.enum(['sum', 'max', 'min', 'average'])),
  parts: listOf(part),
  amount: z.number(),
})
const policy = z.object({
  kind: z.string(),
  value: z.optional(z.number()),
  percent: z.optional(z.number()),
})
const target = z.object({
  place: z.string(),
  role: z.enum(['shared', 'mirror']),
  physical: amount,
  virtual: amount,
  exposed: z.number(),
  skipped: z._default(z.nullable(z.object({ code: z.string() })), null),
  terms: listOf(z.object({ kind: z.string(), policy: z.optional(policy) })),
})
const cause = z.object({
  code: z.string(),
  place: z.optional(z.string()),
  sku: z.optional(z.string()),
  cause: z.optional(z.string()),
})
const soldIn = z.object({ sku: z.string(), quantity: z.number() })
const facts = z.object({
  product_kind: z.optional(z.string()),
  sold_in: listOf(soldIn),
  sources: listOf(source),
  terms: listOf(term),
  targets: listOf(target),
  causes: listOf(cause),
})

/** The reasoning of a decision as the screen draws it. */
export type WhyFacts = z.output<typeof facts>
/** One source of a decision. */
export type WhySource = z.output<typeof source>
/** One part of a kit: how much of it goes into one, and how much of it there is. */
export type WhyPart = z.output<typeof part>
/** One target of a decision. */
export type WhyTarget = z.output<typeof target>

/** The reasoning that was kept with a decision; null when it is in no form that this screen knows. */
export function whyFacts(why: Readonly<Record<string, unknown>>): WhyFacts | null {
  const read = facts.safeParse(why)
  return read.success ? read.data : null
}
