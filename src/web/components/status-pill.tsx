import { Check, CircleMinus, CircleQuestionMark, TriangleAlert } from 'lucide-react'
import type { StockStatus } from '../../domain/stock/status.ts'
import { m } from '../messages/messages.ts'

const LOOKS = {
  ok: { Icon: Check, tone: 'text-good bg-good-tint' },
  low: { Icon: TriangleAlert, tone: 'text-warn bg-warn-tint' },
  out: { Icon: CircleMinus, tone: 'text-bad bg-bad-tint' },
  divergent: { Icon: CircleQuestionMark, tone: 'text-bad bg-bad-tint' },
} as const

/** How a level stands: an icon, a word and a colour, never the colour alone. */
export function StatusPill({ status }: { readonly status: StockStatus }) {
  const { Icon, tone } = LOOKS[status]
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-pill px-2.5 py-1 text-note font-semibold whitespace-nowrap ${tone}`}
    >
      <Icon size={14} strokeWidth={2.5} aria-hidden="true" />
      {m.stock.status[status]}
    </span>
  )
}
