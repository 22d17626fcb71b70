import type { Got } from '../../client/api-types.ts'
import type { dashboard } from '../../contract/insight.ts'
import type { Figure } from '../components/figure-grid.tsx'
import { m } from '../messages/messages.ts'
import { countText } from './format.ts'

const FIGURES = [
  { field: 'closed_boxes' },
  { field: 'open_box_units' },
  { field: 'total_bottles' },
  { field: 'low_stock', tone: 'text-warn', to: '/estoque?situacao=low' },
  { field: 'out_of_stock', tone: 'text-bad', to: '/estoque?situacao=out' },
  { field: 'total_products', to: '/produtos' },
] as const

/** The six numbers of a branch, dashes where they could not be read; those that ask for something lead there. */
export function stockFigures(board: Got<typeof dashboard> | undefined, hasFailed = false): readonly Figure[] {
  return FIGURES.map((figure) => {
    const { field } = figure
    const count = board?.[field]
    const isWarning = 'tone' in figure && count !== undefined && count > 0
    return {
      name: m.stock.cards[field],
      value: count === undefined ? (hasFailed ? '—' : undefined) : countText(count),
      ...(isWarning ? { tone: figure.tone } : {}),
      ...('to' in figure ? { to: figure.to } : {}),
    }
  })
}
