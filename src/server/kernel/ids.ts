import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const ID_BYTES = 16
const pool = new Uint8Array(ID_BYTES * 256)
let used = pool.length

/** Makes a new id: UUIDv7, so that ids sort by the time they were made. Randomness is fetched for many ids at once. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.subarray(used, used + ID_BYTES)
  used += ID_BYTES
  return v7({ random })
}
