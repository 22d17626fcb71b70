import type { Got } from '../../client/api-types.ts'
import type * as identity from '../../contract/identity.ts'
import type { tenantSettings } from '../../contract/settings.ts'

/** Who is signed in, where, and what they may do. */
export type Me = Got<typeof identity.me>
/** How the company wants its stock kept. */
export type Settings = Got<typeof tenantSettings>
/** What was last confirmed by the server. */
export type Kept = { readonly me: Me; readonly settings: Settings; readonly confirmed_at: number }

const KEY = 'estoqueuni.session'
const BRANCH_KEY = 'estoqueuni.branch'
/** Without network a device opens for those who were confirmed within this time, and for nobody else. */
const LONGEST_OFFLINE_MS = 72 * 60 * 60 * 1000

/** Remembers who the server confirmed, so that the till opens without network. Holds no credential. */
export function keepSession(me: Me, settings: Settings, now: number): void {
  localStorage.setItem(KEY, JSON.stringify({ me, settings, confirmed_at: now } satisfies Kept))
}

/** Who was last confirmed, while that is still to be believed without asking. */
export function keptSession(now: number): Kept | null {
  const text = localStorage.getItem(KEY)
  if (text === null) return null
  // Written by `keepSession` alone; another version's shape is replaced at the next answer of the server.
  const kept = JSON.parse(text) as Kept
  return now - kept.confirmed_at <= LONGEST_OFFLINE_MS ? kept : null
}

/** Forgets who was signed in. What waits to be sent stays. */
export function forgetSession(): void {
  localStorage.removeItem(KEY)
}

/** The branch that this device works in. */
export function keptBranch(): string | null {
  return localStorage.getItem(BRANCH_KEY)
}

/** Remembers the branch of this device. */
export function keepBranch(branch_id: string): void {
  localStorage.setItem(BRANCH_KEY, branch_id)
}
