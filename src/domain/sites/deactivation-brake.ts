/** Taken off sale by itself at once: more than this share of what is on sale, and more than these few, waits for a person. */
const MOST_SHARE = 0.2
const MOST_FEW = 5

/** Whether so many products may be taken off sale without anybody being asked (cf. sync 68). */
export function mayDeactivate(count: number, on_sale: number): boolean {
  return count <= MOST_FEW || count <= on_sale * MOST_SHARE
}
