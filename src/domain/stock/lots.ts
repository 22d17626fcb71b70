/** What lies in one lot, or a part of it, in base units. `expiry_date` is `YYYY-MM-DD`; null is a lot without a date. */
export type LotShare = {
  readonly batch_number: string
  readonly expiry_date: string | null
  readonly quantity: number
}

/**
 * Says which lots `taken` base units leave from: the earliest expiry first (PVPS), lots without a date last, equal dates by
 * batch number. What the lots do not hold came in without one and is in no share. Returning the shares restores the lots.
 */
export function allocateLots(lots: readonly LotShare[], taken: number): readonly LotShare[] {
  const shares: LotShare[] = []
  let missing = taken
  for (const lot of [...lots].sort(byExpiry)) {
    const quantity = Math.min(lot.quantity, missing)
    if (quantity <= 0) continue
    shares.push({ ...lot, quantity })
    missing -= quantity
  }
  return shares
}

/** Puts shares back (or in): added to their lots, new lots appended. */
export function returnToLots(lots: readonly LotShare[], shares: readonly LotShare[]): readonly LotShare[] {
  const byBatch = new Map(lots.map((lot) => [lot.batch_number, lot]))
  for (const share of shares) {
    const lot = byBatch.get(share.batch_number)
    const quantity = (lot?.quantity ?? 0) + share.quantity
    byBatch.set(share.batch_number, { ...share, expiry_date: (lot ?? share).expiry_date, quantity })
  }
  return [...byBatch.values()]
}

/** Orders lots by what has to leave first: the earliest expiry, lots without a date last, equal dates by batch number. */
export function byExpiry(one: LotShare, other: LotShare): number {
  if (one.expiry_date !== other.expiry_date) {
    if (one.expiry_date === null) return 1
    if (other.expiry_date === null) return -1
    return one.expiry_date < other.expiry_date ? -1 : 1
  }
  if (one.batch_number === other.batch_number) return 0
  return one.batch_number < other.batch_number ? -1 : 1
}
