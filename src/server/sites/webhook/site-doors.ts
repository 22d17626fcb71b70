import { createBoundedCache } from '../../auth/bounded-cache.ts'
import { hashToken } from '../../auth/tokens.ts'
import type { DoorDatabase } from '../../db/door-database.ts'
import { type SiteDoor, siteOfKey, siteOfToken } from './site-doors.store.ts'

/** Finds the site behind what a caller brings. */
export type SiteDoors = {
  /** The site of an address for webhooks, or null. */
  ofToken(token: string): Promise<SiteDoor | null>
  /** The site of a key for `/site-api`, or null. */
  ofKey(key: string): Promise<SiteDoor | null>
  /** Has this process look everything up again: a site changed. Other processes do within seconds. */
  forget(): void
}

type Remembered = { readonly door: SiteDoor; readonly until: number }
/** How long a door is believed to stand as it is; only doors that exist are remembered. */
const MEMORY_MS = 5000
const CACHE_ENTRIES = 20_000

/** Makes the doors of one process. */
export function createSiteDoors(db: DoorDatabase): SiteDoors {
  let remembered = createBoundedCache<Remembered>(CACHE_ENTRIES)
  const found = async (
    secret: string,
    kind: 'token' | 'key',
    look: (db: DoorDatabase, hash: string) => Promise<SiteDoor | null>,
  ): Promise<SiteDoor | null> => {
    const hash = hashToken(secret)
    const now = Date.now()
    const known = remembered.get(`${kind} ${hash}`)
    if (known !== undefined && known.until > now) return known.door
    const door = await look(db, hash)
    if (door !== null) remembered.set(`${kind} ${hash}`, { door, until: now + MEMORY_MS })
    return door
  }
  return {
    ofToken: (token) => found(token, 'token', siteOfToken),
    ofKey: (key) => found(key, 'key', siteOfKey),
    forget() {
      remembered = createBoundedCache(CACHE_ENTRIES)
    },
  }
}
