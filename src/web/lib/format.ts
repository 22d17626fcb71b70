import { locale } from '../messages/messages.ts'

const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'BRL' })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** Whole cents as money: `R$ 1.234,50`. */
export function moneyText(cents: number): string {
  return money.format(cents / 100)
}

/** A whole number with thousands apart: `3.102`. */
export function countText(value: number): string {
  return whole.format(value)
}

/** A number with its sign, a true minus: `+12`, `−3`. */
export function signedText(value: number): string {
  return value < 0 ? `−${whole.format(-value)}` : `+${whole.format(value)}`
}

/** Units as another system holds them, up to four decimals: `1.250`, `2,5`, `−3`. */
export function unitsText(units: number): string {
  return units < 0 ? `−${exact.format(-units)}` : exact.format(units)
}

/** A difference of such units with its sign; nothing is `0`. */
export function signedUnitsText(units: number): string {
  return units > 0 ? `+${exact.format(units)}` : unitsText(units)
}

/** A rate with one decimal: `8,1`. */
export function rateText(value: number): string {
  return oneDecimal.format(value)
}

/** What a person typed as money, in cents: `12`, `12,5`, `1.234,50`. Null when it is no amount. */
export function centsOf(typed: string): number | null {
  const text = typed.replace(/R\$|\s/g, '')
  if (!/^\d{1,3}(\.\d{3})+(,\d{1,2})?$|^\d+([.,]\d{1,2})?$/.test(text)) return null
  const isGrouped = /^\d{1,3}(\.\d{3})+/.test(text)
  const plain = isGrouped ? text.replaceAll('.', '').replace(',', '.') : text.replace(',', '.')
  return Math.round(Number(plain) * 100)
}

/** Cents as they stand in a field: `12,50`; nothing for no price. */
export function centsInField(cents: number | null): string {
  return cents === null ? '' : (cents / 100).toFixed(2).replace('.', ',')
}
