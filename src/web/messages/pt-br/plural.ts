import { lazily } from '../../lib/lazily.ts'

const whole = lazily(() => new Intl.NumberFormat('pt-BR', { maximumFractionDigits: 0 }))

/** A count with its word: `1 caixa`, `2 caixas`, `0 caixas`, `−1 unidade`. */
export function counted(count: number, one: string, many: string): string {
  const text = count < 0 ? `−${whole().format(-count)}` : whole().format(count)
  return `${text} ${Math.abs(count) === 1 ? one : many}`
}
