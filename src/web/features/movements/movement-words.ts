import type { Movement } from '../../components/movement-line.tsx'
import type { FilterWords } from '../../components/paper.tsx'
import { dayText } from '../../lib/dates.ts'
import { m } from '../../messages/messages.ts'
import type { MovementFilter } from './movement-filter.ts'

/** What narrows the ledger, in words. A product and a person are named as the rows that are left name them. */
export function movementWords(
  filter: MovementFilter,
  rows: readonly Pick<Movement, 'product_name' | 'responsible_name'>[],
): readonly FilterWords[] {
  const texts = m.movements
  const isDated = filter.period === 'custom'
  const period = texts.periods[filter.period as keyof typeof texts.periods]
  return [
    [m.print.search, filter.search],
    [texts.type, filter.type === '' ? '' : (texts.types[filter.type] ?? filter.type)],
    [texts.period, isDated || filter.period === 'all' ? '' : period],
    [texts.from, isDated && filter.from !== '' ? dayText(filter.from) : ''],
    [texts.to, isDated && filter.to !== '' ? dayText(filter.to) : ''],
    [texts.onlyAutomatic, filter.isAuto ? m.print.yes : ''],
    [texts.columns.product, filter.product_id === '' ? '' : (rows[0]?.product_name ?? texts.onlyProduct)],
    [
      texts.columns.responsible,
      filter.responsible === '' ? '' : (rows[0]?.responsible_name ?? texts.onlyPerson),
    ],
  ]
}
