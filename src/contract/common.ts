import * as z from 'zod'

/** The largest quantity one operation may name; far above any bar, far below what the columns hold. */
export const MAX_QUANTITY = 10_000_000
/** The largest amount of money one field may name: ten billion cents, a hundred million reais. */
export const MAX_CENTS = 10_000_000_000

/** An id made by the server. */
export const id = z.uuid().toLowerCase().describe('Identificador (UUID)')
/** Text that people typed: trimmed, not empty, no control characters, at most `max` characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u, 'não pode ter caracteres de controle')
    .refine((value) => value.isWellFormed(), 'tem caracteres inválidos')
/** A whole number of things, at least one. */
export const positive = z.int().min(1).max(MAX_QUANTITY)
/** A whole number of things, zero included. */
export const natural = z.int().min(0).max(MAX_QUANTITY)
/** Money in whole cents. */
export const cents = z.int().min(0).max(MAX_CENTS)
/** An instant: ISO 8601 with zone; answers are always UTC with Z. */
export const instant = z.iso.datetime({ offset: true }).refine((value) => {
  const year = new Date(value).getUTCFullYear()
  return year >= 2000 && year <= 2200
}, 'está fora do calendário aceito (2000 a 2200)')
/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date()
/** A boolean in a query string. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** What every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional(),
}

/** What every list answers. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/** The header that makes a write repeatable. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'use letras, números e sinais, sem espaços')
