import type { Pool } from '../../lib/sync-calls.ts'

/** How a deposit is used by unified stocks. */
export type DepositUse = {
  readonly role: 'source' | 'shared' | 'mirror' | 'none'
  readonly pools: readonly Pick<Pool, 'id' | 'name'>[]
}

/** What the unified stocks do with a deposit; whoever is written is nobody's source, so one role says it. */
export function depositUse(deposit_id: string, pools: readonly Pool[]): DepositUse {
  const uses = pools.flatMap((pool): { role: DepositUse['role']; pool: Pool }[] => {
    const target = pool.targets.find((one) => one.deposit_id === deposit_id)
    if (target !== undefined) return [{ role: target.role, pool }]
    return pool.sources.some((one) => one.deposit_id === deposit_id) ? [{ role: 'source', pool }] : []
  })
  return { role: uses[0]?.role ?? 'none', pools: uses.map(({ pool }) => pool) }
}
