/** Done by itself at once: no more than these few, or than this share of all it is about; more of them wait for a person. */
const MOST_SHARE = 0.2
const MOST_FEW = 5

/** Whether so many products may be taken off sale, or brought in, without anybody being asked (cf. sync 68). */
export function areFewAtOnce(count: number, among: number): boolean {
  return count <= MOST_FEW || count <= among * MOST_SHARE
}
