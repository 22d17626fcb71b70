import type * as z from 'zod'

/** What a client sends for a schema: fields with a default may be left out. */
export type Sent<Schema extends z.ZodType> = z.input<Schema>

/** What a client gets for a schema. */
export type Got<Schema extends z.ZodType> = z.output<Schema>

/** The filters of a list: every one may be left out. */
export type Filters<Schema extends z.ZodType> = {
  readonly [Name in keyof z.output<Schema>]?: z.output<Schema>[Name] | undefined
}
