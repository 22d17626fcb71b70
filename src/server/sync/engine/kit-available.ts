import { kitAvailability } from '../../../domain/sync/kits.ts'
import { fromGrains, NOTHING, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { partsOfKit } from './kit-parts.queries.ts'
import { availableOf } from './status.queries.ts'

/** How many of a kit its components allow, from what the pools can promise of each; null for what is no kit. */
export async function kitAvailable(tx: Tx, sku: string): Promise<number | null> {
  const parts = await partsOfKit(tx, sku)
  if (parts.length === 0) return null
  const available = await availableOf(
    tx,
    parts.map((part) => part.sku),
  )
  const kits = kitAvailability(parts, (part) => {
    const grains = available.get(part)
    return grains === undefined ? NOTHING : fromGrains(grains)
  })
  return toUnits(kits)
}
