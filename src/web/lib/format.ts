import { locale } from '../messages/messages.ts'
import { lazily } from './lazily.ts'

const money = lazily(() => new Intl.NumberFormat(locale, { style: 'currency', currency: 'BRL' }))
const whole = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
const exact = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }))
const field = lazily(
  () =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      useGrouping: false,
    }),
)
const oneDecimal = lazily(
  () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)

/** Whole cents as money: `R$ 1.234,50`. */
export function moneyText(cents: number): string {
  return money().format(cents / 100)
}

/** A whole number with thousands apart: `3.102`. */
export function countText(value: number): string {
  return whole().format(value)
}

/** A number with its sign, a true minus: `+12`, `−3`. */
export function signedText(value: number): string {
  return value < 0 ? `−${whole().format(-value)}` : `+${whole().format(value)}`
}

/** Units as another system holds them, up to four decimals: `1.250`, `2,5`, `−3`. */
export function unitsText(units: number): string {
  return units < 0 ? `−${exact().format(-units)}` : exact().format(units)
}

/** A difference of such units with its sign; nothing is `0`. */
export function signedUnitsText(units: number): string {
  return units > 0 ? `+${exact().format(units)}` : unitsText(units)
}

/** A rate with one decimal: `8,1`. */
export function rateText(value: number): string {
  return oneDecimal().format(value)
}

/** What a person typed as money, in cents: `12`, `12,5`, `1.234,50`. Null when it is no amount. */
export function centsOf(typed: string): number | null {
  const { group, decimal } = marks()
  const text = typed.replace(/R\$|\s/g, '')
  if (new RegExp(`^\\d{1,3}([${group}]\\d{3})+([${decimal}]\\d{1,2})?$`).test(text)) {
    return Math.round(Number(text.replaceAll(group, '').replace(decimal, '.')) * 100)
  }
  // Whoever is used to another country's keyboard means the same by either mark.
  return /^\d+([.,]\d{1,2})?$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 100) : null
}

/** Cents as they stand in a field: `12,50`; nothing for no price. */
export function centsInField(cents: number | null): string {
  return cents === null ? '' : field().format(cents / 100)
}

/** How the language parts thousands and cents. */
const marks = lazily(() => {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.8)
  const markOf = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { group: markOf('group'), decimal: markOf('decimal') }
})
