import { problemOf } from '../../contract/errors.ts'
import type { Refusal } from '../../domain/stock/refusal.ts'

/** A refusal of the shared rules as the sentence that the server would give. */
export function refusalSentence(refusal: Refusal, product_name: string): string {
  if (refusal.code === 'INVALID_VALUES') return refusal.fields.map((field) => field.message).join('; ')
  const { ok: _ok, code, ...facts } = refusal
  return problemOf(code, { ...facts, product_name }).detail
}
