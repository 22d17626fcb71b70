import { createBoundedCache } from '../../auth/bounded-cache.ts'
import { hashToken } from '../../auth/tokens.ts'
import type { DoorDatabase } from '../../db/door-database.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import type { AccountRef } from '../account-ref.ts'
import { openAppSecret } from '../sealed-tokens.ts'
import * as store from './doors.store.ts'
import { isSignedWith, signatureIn } from './signature.ts'

/** Whom a signed event is for. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly accounts: readonly AccountRef[] }
  /** The signature is right, but nobody here has this company (any more): nothing to do. */
  | { readonly kind: 'nobodys' }
  /** The signature is that of an application that this company's account was not connected with. */
  | { readonly kind: 'foreign'; readonly tenant_id: string; readonly app_id: string }
  | { readonly kind: 'unsigned' }

/** Decides who may bring an event to whom. */
export type Doors = {
  /** `header` is what the signature's header holds, if anything. */
  judge(company_id: string, raw: Buffer, header: unknown): Promise<Verdict>
  /** The account of an address for older callbacks, or null. */
  ofLegacyToken(token: string): Promise<AccountRef | null>
  /** Has this process look everything up again: an account or an application changed. Other processes do within seconds. */
  forget(): void
}

type Signer = { readonly tenant_id: string; readonly app_id: string; readonly secret: string }
type Door = AccountRef & { readonly app_id: string; readonly secret: string }
type RememberedAccount = { readonly account: AccountRef; readonly until: number }
type Remembered = { readonly doors: Promise<readonly Door[]>; readonly until: number }

/** How long a door is believed to stand as it is; a company that was just connected is found at once all the same. */
const MEMORY_MS = 5000
const CACHE_ENTRIES = 20_000
/** Against how many applications a signature that fits no account is held, to tell a stranger from a mix-up. */
const MAX_OTHER_APPS = 2000

/** Makes the doors of one process. */
export function createDoors(deps: { readonly db: DoorDatabase; readonly box: SecretBox }): Doors {
  let remembered = createBoundedCache<Remembered>(CACHE_ENTRIES)
  let legacy = createBoundedCache<RememberedAccount>(CACHE_ENTRIES)
  let signers: { readonly all: readonly Signer[]; readonly until: number } | null = null

  const read = async (company_id: string): Promise<readonly Door[]> => {
    const rows = await store.doorsOfCompany(deps.db, company_id)
    return rows.map(({ client_secret, ...row }) => ({
      ...row,
      secret: openAppSecret(deps.box, row.app_id, client_secret),
    }))
  }
  /** Only doors that exist are remembered, and only one look is under way at a time. */
  const doorsOf = async (company_id: string): Promise<readonly Door[]> => {
    const now = Date.now()
    const known = remembered.get(company_id)
    if (known !== undefined && known.until > now) return known.doors
    const doors = read(company_id)
    remembered.set(company_id, { doors, until: now + MEMORY_MS })
    try {
      const found = await doors
      if (found.length === 0) remembered.delete(company_id)
      return found
    } catch (error) {
      remembered.delete(company_id)
      throw error
    }
  }
  const readSigners = async (): Promise<readonly Signer[]> => {
    const rows = await store.appSecrets(deps.db, MAX_OTHER_APPS)
    return rows.map(({ client_secret, ...row }) => ({
      ...row,
      secret: openAppSecret(deps.box, row.app_id, client_secret),
    }))
  }
  const allSigners = async (): Promise<readonly Signer[]> => {
    const now = Date.now()
    if (signers === null || signers.until <= now)
      signers = { all: await readSigners(), until: now + MEMORY_MS }
    return signers.all
  }

  return {
    async judge(company_id, raw, header) {
      const signature = signatureIn(header)
      if (signature === null) return { kind: 'unsigned' }
      const doors = await doorsOf(company_id)
      const accounts = doors.filter((door) => isSignedWith(door.secret, raw, signature))
      if (accounts.length > 0) return { kind: 'accepted', accounts }
      const signer = (await allSigners()).find((one) => isSignedWith(one.secret, raw, signature))
      if (signer === undefined) return { kind: 'unsigned' }
      if (doors.length === 0) return { kind: 'nobodys' }
      return { kind: 'foreign', tenant_id: signer.tenant_id, app_id: signer.app_id }
    },
    async ofLegacyToken(token) {
      const hash = hashToken(token)
      const now = Date.now()
      const known = legacy.get(hash)
      if (known !== undefined && known.until > now) return known.account
      const account = await store.doorOfLegacyToken(deps.db, hash)
      if (account !== null) legacy.set(hash, { account, until: now + MEMORY_MS })
      return account
    },
    forget() {
      signers = null
      remembered = createBoundedCache(CACHE_ENTRIES)
      legacy = createBoundedCache(CACHE_ENTRIES)
    },
  }
}
