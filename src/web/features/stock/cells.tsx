import { Check } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { stockoutStatus } from '../../../domain/stock/status.ts'
import { Bottle } from '../../components/glyphs/bottle.tsx'
import { Crate } from '../../components/glyphs/crate.tsx'
import { Stack } from '../../components/glyphs/stack.tsx'
import { countText, rateText, signedText } from '../../lib/format.ts'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

type OfItem = { readonly item: InventoryItem }

/** Sealed boxes as a stack with its number. */
export function ClosedBoxes({ item }: OfItem) {
  const { units_per_box } = levelOf(item)
  if (units_per_box === null) return <span className="text-soft">—</span>
  return (
    <span className="flex items-center gap-2.5">
      <Stack boxes={item.closed_boxes} className="size-6 shrink-0" />
      <span className="text-lead font-semibold">{countText(item.closed_boxes)}</span>
      {item.closed_boxes > 0 && (
        <span className="text-note text-soft">{m.stock.shortUnits(item.closed_boxes * units_per_box)}</span>
      )}
    </span>
  )
}

/** The open box as a crate, the open bottle filled to its doses. */
export function OpenBox({ item }: OfItem) {
  const { units_per_box, doses_per_bottle, open_box_units, open_bottle_doses } = levelOf(item)
  return (
    <span className="flex items-center gap-2.5">
      {units_per_box !== null && (
        <Crate size={units_per_box} filled={open_box_units} className="h-9 w-12 shrink-0" />
      )}
      <span className="whitespace-nowrap">
        <span className="text-lead font-semibold">{countText(open_box_units)}</span>{' '}
        <span className="text-note text-soft">
          {units_per_box === null
            ? m.stock.shortUnits(open_box_units).split(' ')[1]
            : m.stock.of(units_per_box)}
        </span>
      </span>
      {doses_per_bottle !== null && (
        <>
          <Bottle size={doses_per_bottle} filled={open_bottle_doses} className="h-8 w-auto shrink-0" />
          <span className="text-note whitespace-nowrap text-soft">
            {m.stock.plusDoses(open_bottle_doses)}
          </span>
        </>
      )}
    </span>
  )
}

const TOTAL_TONES = { ok: 'text-ink', low: 'text-warn', out: 'text-bad', divergent: 'text-bad' } as const

/** The total, marked for a moment when it changes under one's eyes; pressing it says why it is what it is. */
export function Total({ item, onWhy }: OfItem & { readonly onWhy: () => void }) {
  const change = useChange(item.total_bottles)
  const text = countText(item.total_bottles)
  return (
    <span className="inline-flex flex-col items-end">
      <button
        type="button"
        onClick={onWhy}
        aria-label={m.stock.whyOf(item.product.name, text)}
        key={item.total_bottles}
        className={`rounded-[6px] px-1 text-title font-bold underline decoration-edge/50 decoration-dotted decoration-1 underline-offset-4 ${TOTAL_TONES[item.status]} ${change === null ? '' : 'changed'}`}
      >
        {text}
      </button>
      {change !== null && <span className="text-note font-medium text-accent">{signedText(change)}</span>}
    </span>
  )
}

const CHANGE_SHOWN_MS = 6_000

function useChange(value: number): number | null {
  const before = useRef(value)
  const [change, setChange] = useState<number | null>(null)
  useEffect(() => {
    if (before.current === value) return
    setChange(value - before.current)
    before.current = value
    const timer = setTimeout(() => setChange(null), CHANGE_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [value])
  return change
}

/** The average of a day, with those of the week and the month. */
export function Consumption({ item }: OfItem) {
  const { settings } = useSession()
  const courtesies = item.courtesy_avg_15d > 0
  if (item.consumption_avg_15d === 0 && item.consumption_avg_30d === 0 && !courtesies) {
    return <span className="text-note text-soft">{m.stock.noConsumption}</span>
  }
  return (
    <span className="flex flex-col">
      <span>
        <span className="font-semibold">{rateText(item.consumption_avg_15d)}</span>
        <span className="text-note text-soft">{m.stock.perDay}</span>
      </span>
      <span className="text-note whitespace-nowrap text-soft">
        {item.consumption_partial_days === null
          ? m.stock.averages(rateText(item.consumption_avg_7d), rateText(item.consumption_avg_30d))
          : m.stock.partial(item.consumption_partial_days)}
      </span>
      {courtesies && (
        <span className="text-note whitespace-nowrap text-soft">
          {m.stock.courtesies(rateText(item.courtesy_avg_15d), settings.courtesy_is_consumption)}
        </span>
      )}
    </span>
  )
}

const DAY_TONES = {
  critical: 'text-bad',
  attention: 'text-warn',
  normal: 'text-ink',
  no_consumption: 'text-soft',
} as const

/** Days that the stock lasts; "0 dias" in the worst case, a dash when nothing is sold. */
export function Days({ item }: OfItem) {
  const days = item.days_until_stockout
  return (
    <span className={`font-semibold whitespace-nowrap ${DAY_TONES[stockoutStatus(days)]}`}>
      {days === null ? '—' : m.stock.days(days)}
    </span>
  )
}

/** What to buy, in units and whole boxes, or that there is enough. */
export function Reorder({ item }: OfItem) {
  if (item.suggested_reorder === 0) {
    return (
      <span className="inline-flex items-center gap-1 font-semibold text-good">
        <Check size={15} strokeWidth={2.5} aria-hidden="true" />
        {m.stock.enough}
      </span>
    )
  }
  const notes = [
    item.suggested_reorder_boxes === null ? null : m.stock.reorderBoxes(item.suggested_reorder_boxes),
    item.incoming_units === 0 ? null : m.stock.incoming(item.incoming_units),
  ].filter((note) => note !== null)
  return (
    <span className="flex flex-col">
      <span className="font-semibold whitespace-nowrap">{m.stock.reorder(item.suggested_reorder)}</span>
      <span className="text-note whitespace-nowrap text-soft">{notes.join(' · ')}</span>
    </span>
  )
}
