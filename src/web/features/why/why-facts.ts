import * as z from 'zod'

const amount = z.number().nullable().default(null)
const source = z.object({
  place: z.string(),
  account_state: z.string().default('active'),
  reading: z.string(),
  cause: z.string().optional(),
  physical: amount,
  virtual: amount,
})
const term = z.object({
  kind: z.string(),
  place: z.string().optional(),
  note: z.string().nullable().optional(),
  rule: z.enum(['sum', 'max', 'min', 'average']).optional(),
  amount: z.number(),
})
const target = z.object({
  place: z.string(),
  role: z.enum(['shared', 'mirror']),
  physical: amount,
  virtual: amount,
  exposed: z.number(),
  skipped: z.object({ code: z.string() }).nullable().default(null),
  terms: z
    .array(
      z.object({
        kind: z.string(),
        policy: z
          .object({ kind: z.string(), value: z.number().optional(), percent: z.number().optional() })
          .optional(),
      }),
    )
    .default([]),
})
const cause = z.object({ code: z.string(), place: z.string().optional(), cause: z.string().optional() })
const facts = z.object({
  sources: z.array(source).default([]),
  terms: z.array(term).default([]),
  targets: z.array(target).default([]),
  causes: z.array(cause).default([]),
})

/** The reasoning of a decision as the screen draws it. */
export type WhyFacts = z.output<typeof facts>
/** One source of a decision. */
export type WhySource = z.output<typeof source>
/** One target of a decision. */
export type WhyTarget = z.output<typeof target>

/** The reasoning that was kept with a decision; null when it is in no form that this screen knows. */
export function whyFacts(why: Readonly<Record<string, unknown>>): WhyFacts | null {
  const read = facts.safeParse(why)
  return read.success ? read.data : null
}
