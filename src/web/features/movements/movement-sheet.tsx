import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Level } from '../../../domain/stock/level.ts'
import { StockGlyph } from '../../components/glyphs/stock-glyph.tsx'
import { stockText } from '../../components/glyphs/stock-text.ts'
import { type Movement, openedText, typeText } from '../../components/movement-line.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { exactDateText } from '../../lib/dates.ts'
import { signedText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import { movementsAddress } from './use-movement-filter.ts'

/** One movement whole: what it changed, drawn before and after, who, when, why. */
export function MovementSheet({
  movement,
  onClose,
}: {
  readonly movement: Movement
  readonly onClose: () => void
}) {
  const texts = m.movements
  const opened = openedText(movement)
  const facts: readonly (readonly [string, ReactNode])[] = [
    [texts.columns.type, typeText(movement.movement_type)],
    [texts.columns.quantity, movement.quantity === 0 ? '0' : signedText(movement.quantity)],
    [
      texts.columns.opened,
      opened === '' ? null : `${opened}${movement.box_opened_automatically ? `, ${texts.automatic}` : ''}`,
    ],
    [texts.columns.reason, movement.reason],
    [m.stock.notes, movement.notes],
    [texts.columns.responsible, movement.responsible_name],
    [texts.branch, movement.branch_name],
    [texts.terminal, movement.terminal],
    [texts.occurred, exactDateText(movement.occurred_at)],
    [texts.recorded, exactDateText(movement.recorded_at)],
    [
      texts.hash,
      <code key="hash" className="text-note break-all">
        {movement.hash.slice(0, 16)}
      </code>,
    ],
  ]
  return (
    <Sheet
      title={movement.product_name}
      note={`${texts.detail} ${texts.number(movement.seq)}`}
      isOpen
      onClose={onClose}
      side="right"
    >
      <div className="flex flex-col gap-4">
        <Side label={texts.before} level={levelAt(movement, 'before')} />
        <Side label={texts.after} level={levelAt(movement, 'after')} />
        {movement.from_device && <p className="rounded-card bg-warn-tint p-3 text-warn">{texts.device}</p>}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
          {facts
            .filter(([, value]) => value !== null)
            .map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-soft">{name}</dt>
                <dd className="text-right font-medium">{value}</dd>
              </div>
            ))}
        </dl>
        <Ways movement={movement} onGo={onClose} />
      </div>
    </Sheet>
  )
}

/** What led to it, and what stands beside it. */
function Ways({ movement, onGo }: { readonly movement: Movement; readonly onGo: () => void }) {
  const { sale_id, purchase_id, product_id, responsible, occurred_at } = movement
  const texts = m.movements
  const ways = [
    sale_id !== null && ([`/vendas?venda=${sale_id}&em=${occurred_at}`, texts.openSale] as const),
    purchase_id !== null && ([`/compras?compra=${purchase_id}`, texts.openPurchase] as const),
    [movementsAddress({ product_id, isEverywhere: true }), texts.allOfProduct] as const,
    [movementsAddress({ responsible, isEverywhere: true }), texts.allOfPerson] as const,
  ].filter((way) => way !== false)
  return (
    <ul className="divide-y divide-line border-line border-t print:hidden">
      {ways.map(([to, text]) => (
        <li key={to}>
          <Link
            to={to}
            onClick={onGo}
            className="flex min-h-12 items-center justify-between font-medium text-accent"
          >
            {text}
            <ChevronRight size={18} aria-hidden="true" />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Side({ label, level }: { readonly label: string; readonly level: Level }) {
  return (
    <div className="rounded-card bg-sunken p-3">
      <p className="text-note text-soft">{label}</p>
      <div className="flex items-center gap-3">
        <StockGlyph level={level} className="h-8" />
        <p>{stockText(level)}</p>
      </div>
    </div>
  )
}

function levelAt(movement: Movement, side: 'before' | 'after'): Level {
  return {
    units_per_box: movement.units_per_box,
    doses_per_bottle: movement.doses_per_bottle,
    closed_boxes: movement[`closed_boxes_${side}`],
    open_box_units: movement[`open_box_${side}`],
    open_bottle_doses: movement[`open_bottle_${side}`],
  }
}
