import type { Principal } from '../server/auth/principal.ts'
import type { Good } from './goods.ts'

/** A branch of the bar. */
export type Place = {
  readonly id: string
  readonly name: string
  /** How busy it is, compared with the busiest. */
  readonly share: number
  /** Who sells there. */
  readonly cashier: Principal
}

/** The demonstration company as its history needs it: everybody signed in, everything found. */
export type Company = {
  readonly tenant_id: string
  readonly places: readonly [Place, Place]
  readonly manager: Principal
  readonly counter: Principal
  readonly goods: readonly Good[]
}

/** What the demonstration company is called. */
export const COMPANY_NAME = 'Bar Aurora'

/** Its branches, the busiest first. */
export const PLACES = [
  { name: 'Aurora Pinheiros', share: 1, cashier: 'bia' },
  { name: 'Aurora Vila Mariana', share: 0.6, cashier: 'jonas' },
] as const

/** Who works there; `place` is the only branch a person reaches, null is all. All share one password. */
export const STAFF = [
  { key: 'marina', name: 'Marina Duarte', role: 'owner', place: null },
  { key: 'rafael', name: 'Rafael Nogueira', role: 'manager', place: null },
  { key: 'bia', name: 'Bianca Prado', role: 'cashier', place: 'Aurora Pinheiros' },
  { key: 'jonas', name: 'Jonas Ribeiro', role: 'cashier', place: 'Aurora Vila Mariana' },
  { key: 'taina', name: 'Tainá Alves', role: 'counter', place: null },
] as const

/** One of the staff. */
export type StaffKey = (typeof STAFF)[number]['key']

/** The e-mail that a person signs in with. */
export function emailOf(key: StaffKey): string {
  return `${key}@bar-aurora.example`
}
