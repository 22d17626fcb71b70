import type { FieldValue, ProductField } from '../../../domain/sites/product-fields.ts'
import { weightText } from '../../../domain/sites/weight.ts'
import { moneyText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

const LONGEST = 140

/** A value as a person reads it: money, kilograms, yes or no; a long text is cut where it is only shown. */
export function fieldValueText(field: ProductField, value: FieldValue | null): string {
  const texts = m.siteProducts
  if (value === null || value === '') return texts.nothing
  if (field === 'price_cents') return value === 0 ? texts.nothing : moneyText(Number(value))
  if (field === 'weight_mg')
    return value === 0 ? texts.nothing : `${weightText(Number(value), 'kg').replace('.', ',')} kg`
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'object') return value.length === 0 ? texts.nothing : texts.images(value.length)
  const text = String(value)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
