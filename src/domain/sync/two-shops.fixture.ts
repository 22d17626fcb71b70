import type { AccountState } from './account-state.ts'
import { historyFrom } from './drift.ts'
import type { Place } from './place.ts'
import { fromUnits, NOTHING, ONE_UNIT } from './quantity.ts'
import type { Reading } from './reading.ts'
import type { MirrorTarget, PoolSource, PoolTarget, SharedTarget, SkuState } from './sku-state.ts'

/** The fixture of the acceptance scenarios: two shops, three main deposits (10 + 4 + 5 = 19), two shared, one mirror. */

/** A reading in units: físico, virtual. */
export function reads(physical: number, virtual: number = physical): Reading {
  return { kind: 'observed', physical: fromUnits(physical), virtual: fromUnits(virtual) }
}

/** A deposit of CANECA-01, which is product 111 in W and 222 in Y. */
export function deposit(account_id: 'W' | 'Y', deposit_id: string): Place {
  return { kind: 'deposit', account_id, deposit_id, product_id: account_id === 'W' ? '111' : '222' }
}

/** What may differ from the fixture in one scenario, by deposit name. */
export type Changes = {
  readonly readings?: Readonly<Record<string, Reading>>
  readonly accounts?: Readonly<Partial<Record<'W' | 'Y', AccountState>>>
  readonly targets?: Readonly<Record<string, Partial<Pick<SharedTarget, 'policy' | 'paused' | 'priority'>>>>
  readonly drift_policy?: 'impose' | 'warn'
  readonly state?: Partial<SkuState>
}

/** The state of CANECA-01 as the fixture has it, with the changes of a scenario. */
export function twoShops(changes: Changes = {}): SkuState {
  const account = (id: 'W' | 'Y'): AccountState => changes.accounts?.[id] ?? 'active'
  const reading = (id: string, usual: Reading): Reading => changes.readings?.[id] ?? usual
  const source = (account_id: 'W' | 'Y', id: string, units: number, priority: number): PoolSource => ({
    place: deposit(account_id, id),
    account_state: account(account_id),
    priority,
    reading: reading(id, reads(units)),
  })
  const shared = (account_id: 'W' | 'Y', id: string): PoolTarget => ({
    ...target(account_id, id, 19),
    role: 'shared',
    policy: { kind: 'full' },
    paused: false,
    priority: 1,
    ...changes.targets?.[id],
  })
  const target = (account_id: 'W' | 'Y', id: string, units: number) => ({
    place: deposit(account_id, id),
    account_state: account(account_id),
    reading: reading(id, reads(units)),
    write_mode: 'difference' as const,
    drift_policy: changes.drift_policy ?? ('impose' as const),
    history: historyFrom({ physical: fromUnits(units), virtual: fromUnits(units) }),
    is_settling: false,
  })
  const p3 = source('Y', 'P3', 5, 3)
  const mirror: MirrorTarget = { ...target('W', 'E', 5), role: 'mirror', mirror_of: p3 }
  return {
    pool_id: 'pool',
    sku: 'CANECA-01',
    product_kind: 'simple',
    parts: [],
    is_overstated: false,
    sold_in: [],
    step: ONE_UNIT,
    combine: 'sum',
    safety_stock: NOTHING,
    sources: [source('W', 'P1', 10, 1), source('W', 'P2', 4, 2), p3],
    targets: [shared('W', 'C'), shared('Y', 'YC'), mirror],
    demand: [],
    orders_reread: true,
    ...changes.state,
  }
}
