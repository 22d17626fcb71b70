import { floorDivide } from './integer.ts'
import { byExpiry, type LotShare } from './lots.ts'

/**
 * What each lot gains or loses when a bottle counts `to` base units instead of `from`: the same bottles in the new unit. Where that
 * does not come out even, the rounding is carried from lot to lot, so that all lots together lose less than one.
 */
export function restateLots(lots: readonly LotShare[], from: number, to: number): readonly LotShare[] {
  const differences: LotShare[] = []
  let before = 0
  let after = 0
  for (const lot of [...lots].sort(byExpiry)) {
    before += lot.quantity
    const quantity = floorDivide(before * to, from) - after
    after += quantity
    if (quantity !== lot.quantity) differences.push({ ...lot, quantity: quantity - lot.quantity })
  }
  return differences
}
