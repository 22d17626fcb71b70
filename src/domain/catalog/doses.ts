import { floorDivide } from '../stock/integer.ts'

/** What a Brazilian bar pours as one dose unless it says otherwise, in millilitres. */
const USUAL_DOSE_ML = 50

/** Whole doses in a bottle, to suggest: 15 of 50 ml in 750 ml, 20 in a litre. Null when not even two fit. */
export function suggestDosesPerBottle(volume_ml: number, dose_ml: number = USUAL_DOSE_ML): number | null {
  if (!(volume_ml > 0 && dose_ml > 0)) return null
  const doses = floorDivide(volume_ml, dose_ml)
  return doses >= 2 ? doses : null
}

/** Doses in so many tenths of a bottle, for counts by eye; a half rounds up. */
export function dosesInTenths(tenths: number, doses_per_bottle: number): number {
  return floorDivide(tenths * doses_per_bottle + 5, 10)
}
