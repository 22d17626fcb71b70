/** `12,90`, `1.234,56`, `1234`, and the point of other countries where it cannot be mistaken: `12.90`. */
const FORMS = [/^\d+(?:,\d{1,2})?$/, /^\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$/, /^\d+\.\d{1,2}$/]

/** Whole cents of a price as Brazilians write it, with or without `R$`; null when it could be misread. */
export function centsOfText(typed: string): number | null {
  const text = typed.replace(/^R\$\s*/i, '').trim()
  const form = FORMS.findIndex((one) => one.test(text))
  if (form === -1) return null
  const [whole = '', part = ''] = form === 2 ? text.split('.') : text.replaceAll('.', '').split(',')
  const cents = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return Number.isSafeInteger(cents) ? cents : null
}
