import { CircleCheck } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { Level } from '../../../domain/stock/level.ts'
import { Button } from '../../components/button.tsx'
import { StockGlyph } from '../../components/glyphs/stock-glyph.tsx'
import { shortStockText, stockText } from '../../components/glyphs/stock-text.ts'
import { Stepper } from '../../components/stepper.tsx'
import type { InventoryItem } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import type { CountedLine } from '../../offline/device-database.ts'

type Counted = Omit<CountedLine, 'ledger_seq'>

/** One product on the shelf: what is counted of it, drawn as it is typed. Blind, the books stay hidden. */
export function CountLine({
  item,
  level,
  line,
  isBlind,
  onLine,
}: {
  readonly item: InventoryItem
  readonly level: Level
  readonly line: CountedLine | undefined
  readonly isBlind: boolean
  readonly onLine: (line: Counted | null) => void
}) {
  const hasDoses = level.doses_per_bottle !== null
  const none: Counted = { closed_boxes: 0, open_box_units: 0, open_bottle_doses: hasDoses ? 0 : null }
  const value: Counted = line ?? none
  const change = (changes: Partial<Counted>) =>
    onLine({
      closed_boxes: value.closed_boxes,
      open_box_units: value.open_box_units,
      open_bottle_doses: value.open_bottle_doses,
      ...changes,
    })
  const shown: Level = { ...level, ...value, open_bottle_doses: value.open_bottle_doses ?? 0 }
  const fields = [
    ...(level.units_per_box === null ? [] : [['closed_boxes', m.stock.countedBoxes] as const]),
    ['open_box_units', level.units_per_box === null ? m.stock.countedLoose : m.stock.countedOpen] as const,
    ...(hasDoses ? [['open_bottle_doses', m.stock.countedDoses] as const] : []),
  ]
  const actions = useActionFocus(line !== undefined)
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lead font-semibold">{item.product.name}</h2>
          <p className="text-note text-soft">
            {item.product.sku}
            {!isBlind && ` · ${m.count.expected(shortStockText(level))}`}
          </p>
        </div>
        {line === undefined ? (
          <StockGlyph level={shown} className="h-7 opacity-40" />
        ) : (
          <span className="flex items-center gap-2 text-note font-semibold text-good">
            <span className="sr-only">{stockText(shown)}</span>
            <StockGlyph level={shown} className="h-7" />
            <CircleCheck size={18} aria-hidden="true" />
            {m.count.done}
          </span>
        )}
      </div>
      <div className="grid gap-2 sm:grid-cols-3">
        {fields.map(([name, label]) => (
          <div
            key={name}
            className="flex items-center justify-between gap-3 sm:flex-col sm:items-start sm:gap-1"
          >
            <span aria-hidden="true" className="text-text text-soft">
              {label}
            </span>
            <Stepper
              label={`${label}: ${item.product.name}`}
              value={value[name] ?? 0}
              {...(name === 'open_bottle_doses' ? { max: level.doses_per_bottle ?? 0 } : {})}
              onChange={(next) => change({ [name]: next })}
            />
          </div>
        ))}
      </div>
      <div ref={actions.ref} onClickCapture={actions.note} className="flex flex-wrap gap-2">
        {line === undefined ? (
          <>
            <Button size="small" className="h-11" onClick={() => onLine(none)}>
              {m.count.nothingThere}
            </Button>
            {!isBlind && level.open_box_units >= 0 && (
              <Button size="small" className="h-11" onClick={() => onLine(asBooked(level))}>
                {m.count.matches}
              </Button>
            )}
          </>
        ) : (
          <Button size="small" look="quiet" className="h-11" onClick={() => onLine(null)}>
            {m.count.uncount}
          </Button>
        )}
      </div>
    </li>
  )
}

/** A press takes the pressed button away: the focus goes on to the one that stands there now, so that the place is kept. */
function useActionFocus(isCounted: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const wasPressed = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the buttons change when the line becomes counted, or open again
  useLayoutEffect(() => {
    if (wasPressed.current) ref.current?.querySelector('button')?.focus({ preventScroll: true })
    wasPressed.current = false
  }, [isCounted])
  return {
    ref,
    note: () => {
      wasPressed.current = true
    },
  }
}

function asBooked(level: Level): Counted {
  const { closed_boxes, open_box_units, open_bottle_doses, doses_per_bottle } = level
  return {
    closed_boxes,
    open_box_units,
    open_bottle_doses: doses_per_bottle === null ? null : open_bottle_doses,
  }
}
