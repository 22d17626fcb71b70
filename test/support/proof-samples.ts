import * as z from 'zod'

/** JSON Schema as far as samples need it. */
type Json = {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
  readonly properties?: Readonly<Record<string, Json>>
  readonly items?: Json
  readonly anyOf?: readonly Json[]
  readonly oneOf?: readonly Json[]
  readonly allOf?: readonly Json[]
}

/** Where a value stands inside a body: names of fields and places in arrays. */
export type Path = readonly (string | number)[]

/**
 * A body that fits a schema, every field filled. `known` gives values by the field's name where any value of the type would not do,
 * such as ids of things that exist.
 */
export function sampleOf(schema: z.ZodType, known: Readonly<Record<string, unknown>>): unknown {
  return sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, '', known)
}

function sample(schema: Json, name: string, known: Readonly<Record<string, unknown>>): unknown {
  if (name in known) return known[name]
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (first !== undefined) return sample(first, name, known)
  if (schema.properties !== undefined) {
    const fields = Object.entries(schema.properties)
    return Object.fromEntries(fields.map(([field, inner]) => [field, sample(inner, field, known)]))
  }
  if (schema.type === 'array') return schema.items === undefined ? [] : [sample(schema.items, name, known)]
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.max(1, schema.minimum ?? schema.exclusiveMinimum ?? 1)
  if (schema.type === 'boolean') return false
  if (schema.type === 'null') return null
  return textOf(schema)
}

function textOf({ format, minLength = 0 }: Json): string {
  if (format === 'date-time') return '2026-01-15T12:00:00Z'
  if (format === 'date') return '2027-01-15'
  if (format === 'email') return 'alguem@bar.example'
  if (format === 'uri') return 'http://127.0.0.1:9/'
  return 'Texto de prova'.padEnd(minLength, '.')
}

/** Every place in a body that holds something, the body itself last. */
export function pathsIn(value: unknown, from: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [from]
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return [...entries.flatMap(([key, inner]) => pathsIn(inner, [...from, key])), from]
}

/** The body with another value at a place. */
export function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((inner, index) => (index === key ? replaced(inner, rest, by) : inner))
  const fields = value as Record<string, unknown>
  return { ...fields, [key]: replaced(fields[key], rest, by) }
}
