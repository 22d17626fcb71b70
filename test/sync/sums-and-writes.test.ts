import { afterEach, describe, expect, it } from 'vitest'
import { openSyncWorld, type SyncWorld, type WorldOptions } from '../support/sync-world.ts'

let world: SyncWorld
const open = async (options?: WorldOptions) => {
  world = await openSyncWorld(options)
  return world
}
afterEach(() => world.close())

describe('the sum of the sources in every shared deposit', () => {
  it('follows a withdrawal from a source, and touches nothing else (sync 1)', async () => {
    const { w, y, control } = await open()
    const P1 = w.deposits['P1']?.bling_id ?? 0
    control.move(w.company_id, { product_id: w.product_id, deposit_id: P1, operation: 'S', quantity: 3 })
    await world.settle()
    expect(world.posts().toSorted()).toEqual(['W.C S 3', 'Y.C S 3'])
    expect([world.balance(w, 'C'), world.balance(y, 'C'), world.balance(w, 'E')]).toEqual([
      '16/16',
      '16/16',
      '5/5',
    ])
  })
})
