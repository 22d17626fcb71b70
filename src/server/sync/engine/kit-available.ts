import { kitAvailability } from '../../../domain/sync/kits.ts'
import { fromGrains, NOTHING, toUnits } from '../../../domain/sync/quantity.ts'
import type { Tx } from '../../db/database.ts'
import { partsOfKits } from './kit-structures.queries.ts'
import { availableOf } from './status.queries.ts'

/** How many of a kit its components allow, from what the pools can promise of each; null for what is no kit. */
export async function kitAvailable(tx: Tx, sku: string): Promise<number | null> {
  const parts = (await partsOfKits(tx, [sku], 'following')).get(sku)
  if (parts === undefined) return null
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
