import type { DemandLine } from '../../../domain/sync/demand-line.ts'
import type { DrawMovement } from '../../../domain/sync/draw.ts'
import { negated, type Quantity } from '../../../domain/sync/quantity.ts'
import type { WriteAnswer } from '../../../domain/sync/write-outcome.ts'
import type { Tx } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** A demand line by its key, and what of a movement for it is known now. */
type LineKey = Pick<DemandLine, 'channel_id' | 'order_id' | 'item_id' | 'sku'>

/** Keeps in the demand line how the movement for it was answered. Without a clear answer it stays pending: a later look judges it. */
export async function saveDrawAnswer(
  tx: Tx,
  movement: DrawMovement,
  answer: WriteAnswer,
  at: Date,
): Promise<void> {
  const { line, operation, quantity } = movement
  if (answer === 'unclear') return
  if (answer === 'refused') await forgetDraw(tx, line)
  else await confirmDraw(tx, line, operation === 'S' ? quantity : negated(quantity), at)
}

/** The movement for the line is on real stock: `posted` more left it, and balances read from `at` on show that. */
export async function confirmDraw(tx: Tx, line: LineKey, posted: Quantity, at: Date): Promise<void> {
  await tx.query(sql`
    update demand_lines
       set draw_pending = false, draw_posted = draw_posted + ${posted}, draw_made = draw_made + 1, draw_confirmed_at = ${at}
     where tenant_id = ${tx.tenant_id} and channel_id = ${line.channel_id} and order_id = ${line.order_id} and sku = ${line.sku}
       and turn = ${turnOf(line)} and draw_pending`)
}

/** The movement for the line certainly did not happen: it may be decided again. */
export async function forgetDraw(tx: Tx, line: LineKey): Promise<void> {
  await tx.query(sql`
    update demand_lines set draw_pending = false
     where tenant_id = ${tx.tenant_id} and channel_id = ${line.channel_id} and order_id = ${line.order_id} and sku = ${line.sku}
       and turn = ${turnOf(line)} and draw_pending`)
}

function turnOf({ item_id }: LineKey): number {
  return Number(item_id.slice(item_id.lastIndexOf('#') + 1))
}
