import * as z from 'zod/mini'

const listOf = <Item extends z.core.$ZodType>(item: Item) => z.catch(z._default(z.array(item), []), [])
const facts = z.object({
  available: z.catch(z._default(z.nullable(z.number()), null), null),
  reads: listOf(z.object({ account_id: z.string(), ok: z.boolean(), error: z.optional(z.string()) })),
  site_reads: listOf(z.object({ site_id: z.string(), ok: z.boolean(), error: z.optional(z.string()) })),
  drifts: listOf(z.object({ place: z.string(), from: z.number(), to: z.number(), imposed: z.boolean() })),
  skipped: listOf(z.object({ place: z.string(), code: z.string() })),
})

/** What a run noted down, as far as a screen shows it; other kinds of runs note other things. */
export function factsOf(noted: Readonly<Record<string, unknown>>): z.output<typeof facts> {
  return facts.parse(noted)
}
