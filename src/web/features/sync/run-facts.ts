import * as z from 'zod'

const facts = z.object({
  available: z.number().nullable().default(null).catch(null),
  reads: z
    .array(z.object({ account_id: z.string(), ok: z.boolean(), error: z.string().optional() }))
    .default([])
    .catch([]),
  drifts: z
    .array(z.object({ place: z.string(), from: z.number(), to: z.number(), imposed: z.boolean() }))
    .default([])
    .catch([]),
  skipped: z
    .array(z.object({ place: z.string(), code: z.string() }))
    .default([])
    .catch([]),
})

/** What a run noted down, as far as a screen shows it; other kinds of runs note other things. */
export function factsOf(noted: Readonly<Record<string, unknown>>): z.output<typeof facts> {
  return facts.parse(noted)
}
