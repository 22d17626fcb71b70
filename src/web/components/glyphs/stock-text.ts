import type { Level } from '../../../domain/stock/level.ts'
import { m } from '../../messages/messages.ts'

/** What the drawing of a level says to those who do not see it: `5 caixas fechadas, 8 de 12 na caixa aberta`. */
export function stockText(level: Level): string {
  const { units_per_box, doses_per_bottle, closed_boxes, open_box_units, open_bottle_doses } = level
  const parts: string[] = []
  if (units_per_box === null) parts.push(m.stock.units(open_box_units))
  else parts.push(m.stock.closedBoxes(closed_boxes), m.stock.inOpenBox(open_box_units, units_per_box))
  if (doses_per_bottle !== null) parts.push(m.stock.inOpenBottle(open_bottle_doses, doses_per_bottle))
  return parts.join(', ')
}

/** The same in as few letters as a card has room for: `1 cx + 8`, `2 un + 17 doses`. */
export function shortStockText(level: Level): string {
  const { units_per_box, closed_boxes, open_box_units, open_bottle_doses } = level
  const parts: string[] = []
  if (units_per_box !== null && closed_boxes > 0) parts.push(m.stock.shortBoxes(closed_boxes))
  if (open_box_units !== 0 || (parts.length === 0 && open_bottle_doses === 0)) {
    parts.push(m.stock.shortUnits(open_box_units))
  }
  if (open_bottle_doses > 0) parts.push(m.stock.doses(open_bottle_doses))
  return parts.join(' + ')
}
