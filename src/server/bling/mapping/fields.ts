import * as z from 'zod'
import { parseQuantity, type Quantity } from '../../../domain/sync/quantity.ts'

/** An id of Bling, always as text: some are numbers beyond what is counted with, none is calculated with. */
export const blingId = z.union([z.int().min(1), z.string().min(1)]).transform(String)

/** A reference that may be absent: Bling writes "none" as id 0, as null, or not at all. */
export const optionalReference = z
  .looseObject({ id: z.union([z.int(), z.string()]).nullish() })
  .nullish()
  .transform((value) => (value?.id === undefined || value.id === null ? null : noneIfZero(String(value.id))))

/** Text that may be missing; nothing is the empty text. */
export const optionalText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined || value === null ? '' : String(value)))

/** Money as Bling sends it, with float noise (49.9000015259), in whole cents. */
export const moneyCents = z.union([z.number(), z.string()]).nullish().transform(centsOf)

/** A quantity, exact to a ten-thousandth. */
export const quantity = z.unknown().transform((value, context): Quantity => {
  const parsed = parseQuantity(value)
  if (parsed.ok) return parsed.quantity
  context.addIssue({ code: 'custom', message: parsed.code })
  return z.NEVER
})

/** A number that may be missing. */
export const optionalNumber = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => {
    const number = Number(value ?? 0)
    return Number.isFinite(number) ? number : 0
  })

/** A day `YYYY-MM-DD`; Bling writes "none" as zeros. */
export const optionalDay = z
  .string()
  .nullish()
  .transform((value) => {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0]
    return day === undefined || day === '0000-00-00' ? null : day
  })

/** Whatever stands there, or nothing. */
export const anything = z.unknown().optional()

/** A word of Bling's in ours; a word that nobody knows yet, or none, is `other`. */
export function wordOf<Word extends string>(words: Readonly<Record<string, Word>>) {
  const known = new Map(Object.entries(words))
  return anything.transform((value): Word | 'other' => known.get(String(value)) ?? 'other')
}

/** An id as Bling wants it in a body. */
export function idForBling(id: string): number {
  const number = Number(id)
  if (!/^\d{1,16}$/.test(id) || !Number.isSafeInteger(number)) throw new TypeError('not an id of Bling')
  return number
}

/** Money for a body: reais. */
export function reais(cents: number): number {
  return cents / 100
}

function centsOf(value: number | string | null | undefined): number {
  const cents = Math.round(Number(value ?? 0) * 100)
  return Number.isSafeInteger(cents) ? cents : 0
}

function noneIfZero(id: string): string | null {
  return id === '0' || id === '' ? null : id
}
