import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeControl } from '../control/control.ts'
import { createSim } from '../sim.ts'
import { Courier } from '../webhooks/courier.ts'

const step = fc.record({
  act: fc.constantFrom('order', 'edit', 'situation', 'ship', 'unship', 'delete', 'move', 'switch', 'wait'),
  pick: fc.nat(5),
  quantity: fc.integer({ min: 1, max: 4 }),
  situation: fc.constantFrom(6, 9, 12, 15, 24),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** A company with two deposits and a product of 50, and a way to play steps on it. */
function openCompany(seed: string) {
  let now = Date.UTC(2026, 10, 22)
  const sim = createSim({ seed, now: () => now })
  const control = makeControl(
    sim,
    new Courier(sim, { post: async () => 200, ask: async () => ({ status: 200, text: '{}' }) }, false),
  )
  const { company_id, deposit_id } = control.addCompany({ name: 'W' })
  const other = control.addDeposit(company_id, { name: 'Outro' }).deposit_id
  const { product_id } = control.addProduct(company_id, {
    name: 'P',
    stock: [{ quantity: 50 }, { deposit_id: other, quantity: 0 }],
  })
  const play = ({ act, pick, quantity, situation }: Step) => {
    const orders = control.state(company_id).orders
    const order = orders[pick % Math.max(orders.length, 1)]
    const deposit = pick % 2 === 0 ? deposit_id : other
    const items = [{ product_id, quantity }]
    if (act === 'order') control.addOrder(company_id, { items, situation_id: situation, deposit_id: deposit })
    if (act === 'move')
      control.move(company_id, { product_id, deposit_id: deposit, operation: 'E', quantity })
    if (act === 'switch') control.patchCompany(company_id, { settings: { reserves_stock: pick % 2 === 0 } })
    if (act === 'wait') now += quantity * 4_000
    if (!order) return
    if (act === 'edit') control.patchOrder(company_id, order.id, { items })
    if (act === 'situation') control.patchOrder(company_id, order.id, { situation_id: situation })
    if (act === 'ship' && !order.launched) control.ship(company_id, order.id, { deposit_id: deposit })
    if (act === 'unship' && order.launched) control.unship(company_id, order.id)
    if (act === 'delete' && !order.launched) control.deleteOrder(company_id, order.id)
  }
  return { control, company_id, play, wait: (ms: number) => (now += ms) }
}

describe('whatever people do', () => {
  it('physical is the movements, reserved is what open orders hold, and readers see both once settled', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { control, company_id, play, wait } = openCompany('p')
        for (const one of steps) play(one)
        wait(30_000)
        const { balances, movements, orders } = control.state(company_id)
        for (const balance of balances) {
          const signed = movements
            .filter(({ deposit_id }) => deposit_id === balance.deposit_id)
            .map(({ operation, quantity }) => (operation === 'S' ? -quantity : quantity))
          expect(balance.physical).toBe(signed.reduce((sum, quantity) => sum + quantity, 0))
          const held = orders
            .flatMap(({ reserved }) => reserved)
            .filter(({ deposit_id }) => deposit_id === balance.deposit_id)
          expect(balance.reserved).toBe(held.reduce((sum, { quantity }) => sum + quantity, 0))
          expect([balance.seen_physical, balance.seen_virtual]).toEqual([balance.physical, balance.virtual])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('readers never see a negative reservation, settled or not', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { control, company_id, play } = openCompany('n')
        for (const one of steps) {
          play(one)
          for (const { seen_physical, seen_virtual } of control.state(company_id).balances) {
            expect(seen_virtual).toBeLessThanOrEqual(seen_physical)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
