import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const ID_BYTES = 16
const pool = new Uint8Array(ID_BYTES * 256)
const words = new DataView(pool.buffer)
let used = pool.length
let msecs = 0
let seq = 0

/**
 * Makes a new id: UUIDv7. The ids of one process sort by the order in which they were made, within a millisecond and
 * with a clock put back too: what was done later is listed later. Randomness is fetched for many ids at once.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.subarray(used, used + ID_BYTES)
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    // The lower half of its 32 bits to begin with: the upper half is room to count on within the millisecond.
    seq = words.getUint32(used) >>> 1
  } else {
    seq += 1
  }
  used += ID_BYTES
  return v7({ random, msecs, seq })
}
