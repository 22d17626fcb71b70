/** More places than this are too small to see: the crate is drawn as one filled measure. */
const MOST_PLACES = 48
/** Distance between the middles of two places, in the drawing's own units. */
const STEP = 6
/** From the edge of the crate to the first middle. */
const MARGIN = 5.5

/** A place in the crate: its middle, and whether something stands in it. */
export type Place = { readonly x: number; readonly y: number; readonly isFilled: boolean }

/** How a crate is drawn; `places` is empty for one with too many to tell apart, of which `share` is filled. */
export type CrateLayout = {
  readonly width: number
  readonly height: number
  readonly places: readonly Place[]
  readonly share: number
}

/** Lays a crate of `size` places out, wider than high, the first `filled` of them taken. */
export function crateLayout(size: number, filled: number): CrateLayout {
  const taken = Math.max(0, Math.min(size, filled))
  const isMeasure = size > MOST_PLACES
  const columns = isMeasure ? 6 : columnsOf(size)
  const rows = isMeasure ? 4 : Math.ceil(size / columns)
  return {
    width: 2 * MARGIN + (columns - 1) * STEP,
    height: 2 * MARGIN + (rows - 1) * STEP,
    places: isMeasure ? [] : Array.from({ length: size }, (_, index) => placeAt(index, columns, taken)),
    share: size === 0 ? 0 : taken / size,
  }
}

function placeAt(index: number, columns: number, taken: number): Place {
  return {
    x: MARGIN + (index % columns) * STEP,
    y: MARGIN + Math.floor(index / columns) * STEP,
    isFilled: index < taken,
  }
}

/** The crates of the trade are full rectangles (2x3, 3x4, 4x6); other sizes come as near as they can. */
function columnsOf(size: number): number {
  const least = Math.max(1, Math.ceil(Math.sqrt(size)))
  for (let columns = least; columns <= Math.ceil(Math.sqrt(size * 2.5)); columns += 1) {
    if (size % columns === 0) return columns
  }
  return Math.max(1, Math.ceil(Math.sqrt(size * 1.33)))
}
