import { describe, expect, it } from 'vitest'
import {
  type ConfiguredPlace,
  type ConfiguredTarget,
  type KnownPlaces,
  type PoolConfig,
  usesOfAccount,
  withoutAccount,
} from './pool-config.ts'
import { poolConfigFindings } from './pool-config-findings.ts'
import { fromUnits, NOTHING } from './quantity.ts'

const deposit = (deposit_id: string): ConfiguredPlace => ({ kind: 'deposit', deposit_id })
const source = (deposit_id: string) => ({ place: deposit(deposit_id), priority: 1 })

function target(deposit_id: string, more: Partial<ConfiguredTarget> = {}): ConfiguredTarget {
  return {
    place: deposit(deposit_id),
    role: 'shared',
    mirror_of: null,
    policy: { kind: 'full' },
    paused: false,
    ...more,
  }
}

const mirror = target('E', { role: 'mirror', mirror_of: deposit('P3') })

const config: PoolConfig = {
  pool_id: 'pool',
  combine: 'sum',
  safety_stock: NOTHING,
  sources: ['P1', 'P2', 'P3'].map(source),
  targets: [target('C'), target('YC'), mirror],
}

const known: KnownPlaces = {
  account_ids: new Set(['W', 'Y']),
  deposits: [
    ...['P1', 'P2', 'C', 'E', 'FULL'].map((deposit_id) => ({ deposit_id, account_id: 'W', is_active: true })),
    ...['P3', 'YC'].map((deposit_id) => ({ deposit_id, account_id: 'Y', is_active: true })),
    { deposit_id: 'LOOSE', account_id: null, is_active: true },
    { deposit_id: 'FOREIGN', account_id: 'Z', is_active: true },
    { deposit_id: 'OFF', account_id: 'W', is_active: false },
  ],
  branch_ids: new Set(['matriz']),
  site_ids: new Set(['loja']),
  other_pools: [],
}

function findings(changes: Partial<PoolConfig>, places: Partial<KnownPlaces> = {}): string[] {
  return poolConfigFindings({ ...config, ...changes }, { ...known, ...places }).map(
    ({ code, severity, place }) =>
      `${severity} ${code}${place?.kind === 'deposit' ? ` ${place.deposit_id}` : ''}`,
  )
}

describe("a pool's settings", () => {
  it('are right as the fixture has them', () => {
    expect(findings({})).toEqual([])
  })

  it('refuse the same deposit as main and shared, and name it (sync 62)', () => {
    expect(findings({ targets: [target('C'), target('P1')] })).toEqual(['refuse SOURCE_IS_TARGET P1'])
  })

  it('refuse a mirror written over a main deposit (sync 63)', () => {
    const over = target('P2', { role: 'mirror', mirror_of: deposit('P3') })
    expect(findings({ targets: [over] })).toEqual(['refuse SOURCE_IS_TARGET P2'])
  })

  it('refuse a deposit without account, of an unknown account, or unknown itself (sync 63)', () => {
    expect(findings({ targets: ['LOOSE', 'FOREIGN', 'NOWHERE'].map((id) => target(id)) })).toEqual([
      'refuse DEPOSIT_WITHOUT_ACCOUNT LOOSE',
      'refuse ACCOUNT_UNKNOWN FOREIGN',
      'refuse PLACE_UNKNOWN NOWHERE',
    ])
  })

  it('refuse a deposit that is shared twice, in this pool or in another (sync 63)', () => {
    expect(findings({ targets: [target('C'), target('C')] })).toEqual(['refuse TARGET_TWICE C'])
    const other: PoolConfig = {
      ...config,
      pool_id: 'other',
      sources: [source('FULL')],
      targets: [target('C')],
    }
    expect(findings({}, { other_pools: [other] })).toEqual(['refuse TARGET_TWICE C'])
    expect(findings({ sources: [source('P1'), source('P1')] })).toEqual(['refuse SOURCE_TWICE P1'])
  })

  it('refuse what would feed a pool with what another pool writes', () => {
    const writesP1: PoolConfig = {
      ...config,
      pool_id: 'o',
      sources: [source('FULL')],
      targets: [target('P1')],
    }
    const readsC: PoolConfig = { ...config, pool_id: 'o', sources: [source('C')], targets: [] }
    expect(findings({}, { other_pools: [writesP1] })).toEqual(['refuse SOURCE_IS_TARGET P1'])
    expect(findings({}, { other_pools: [readsC] })).toEqual(['refuse SOURCE_IS_TARGET C'])
  })

  it('refuse a mirror of nothing, of itself, or of what is written', () => {
    const of = (mirror_of: ConfiguredPlace | null) => ({
      targets: [target('C'), target('E', { role: 'mirror', mirror_of })],
    })
    expect(findings(of(null))).toEqual(['refuse MIRROR_WITHOUT_ORIGIN E'])
    expect(findings(of(deposit('E')))).toEqual(['refuse MIRROR_OF_TARGET E'])
    expect(findings(of(deposit('C')))).toEqual(['refuse MIRROR_OF_TARGET E'])
  })

  it('refuse a branch as target and a site as source', () => {
    const branch: ConfiguredPlace = { kind: 'branch', branch_id: 'matriz' }
    const site: ConfiguredPlace = { kind: 'site', site_id: 'loja' }
    expect(
      findings({ sources: [{ place: branch, priority: 1 }], targets: [target('C', { place: site })] }),
    ).toEqual([])
    expect(findings({ targets: [target('C', { place: branch })] })).toEqual(['refuse BRANCH_IS_TARGET'])
    expect(findings({ sources: [{ place: site, priority: 1 }] })).toEqual(['refuse SITE_IS_SOURCE'])
  })

  it('refuse quantities and shares that make no sense, and warn above 100 %', () => {
    const share = (percent: number) => target('C', { policy: { kind: 'share', percent } })
    expect(findings({ safety_stock: fromUnits(-1) })).toEqual(['refuse NEGATIVE_QUANTITY'])
    expect(
      findings({ targets: [target('C', { policy: { kind: 'max', quantity: fromUnits(-1) } })] }),
    ).toEqual(['refuse NEGATIVE_QUANTITY C'])
    expect(findings({ targets: [share(101)] })).toEqual([
      'refuse SHARE_OUT_OF_RANGE C',
      'warn SHARES_ABOVE_WHOLE',
    ])
    const both = [share(60), { ...share(60), place: deposit('YC') }]
    expect(findings({ targets: both })).toEqual(['warn SHARES_ABOVE_WHOLE'])
    const whole = [share(33.3333), { ...share(66.6667), place: deposit('YC') }]
    expect(findings({ targets: whole })).toEqual([])
  })

  it('warn of what is switched off, missing, or promised by two pools', () => {
    expect(findings({ targets: [target('OFF')] })).toEqual(['warn DEPOSIT_INACTIVE OFF'])
    expect(findings({ sources: [], targets: [] })).toEqual(['warn NO_SOURCE', 'warn NO_TARGET'])
    const twin: PoolConfig = { ...config, pool_id: 'o', sources: [source('P1')], targets: [target('FULL')] }
    expect(findings({}, { other_pools: [twin] })).toEqual(['warn SOURCE_OF_ANOTHER_POOL P1'])
  })
})

describe('removing an account', () => {
  it('shows what goes away, and leaves no rule that refers to it (sync 65)', () => {
    const use = usesOfAccount(config, known.deposits, 'Y')
    expect(use.sources).toEqual([source('P3')])
    expect(use.targets).toEqual([target('YC'), mirror])
    const without = withoutAccount(config, known.deposits, 'Y')
    expect(usesOfAccount(without, known.deposits, 'Y')).toEqual({ sources: [], targets: [] })
    expect(without.sources).toHaveLength(2)
    expect(without.targets).toEqual([target('C')])
  })
})
