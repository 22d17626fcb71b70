import { afterEach, describe, expect, it } from 'vitest'
import { ok, openSyncWorld, SKU, type SyncWorld, type WorldShop } from '../support/sync-world.ts'

let world: SyncWorld
/** A world where no account reserves: only the demand ledger knows of open orders. */
const open = async () => {
  world = await openSyncWorld()
  await world.reserveIn(world.w, 'nowhere')
  await world.reserveIn(world.y, 'nowhere')
  return world
}
afterEach(() => world.close())

const demand = async (query = '') => (await ok(world.test.owner.get(`/sync/demand${query}`))).body.items
const asked = async (state: string) =>
  (await demand(`?state=${state}`)).map((line: { quantity: number }) => line.quantity).toSorted()
const exclude = async (shop: WorldShop, rules: readonly object[]) =>
  ok(world.test.owner.patch(`/sync/accounts/${shop.account_id}`, { exclusion_rules: rules }))

describe('orders that come at once', () => {
  it('of two accounts are all counted (sync 47)', async () => {
    const { w, y } = await open()
    world.order(w, 2)
    world.order(y, 3)
    await world.settle()
    expect(world.shown()).toBe('W.C 14, Y.C 14, W.E 5')
    expect(await asked('reserved')).toEqual([2, 3])
  })

  it('of one account, taken up by two processes at the same moment, are all counted (sync 47)', async () => {
    const { w, control, test } = await open()
    const twin = await test.twin()
    control.advance(1000)
    world.order(w, 2)
    await control.settle()
    const first = test.app.sync.engine.rest()
    world.order(w, 3)
    await control.settle()
    await Promise.all([first, twin.sync.engine.rest()])
    await world.settle()
    expect(world.shown()).toBe('W.C 14, Y.C 14, W.E 5')
    expect(await asked('reserved')).toEqual([2, 3])
  })

  it('are counted line by line when one asks for the same SKU twice (sync 48)', async () => {
    const { w, control } = await open()
    const { product_id } = w
    const items = [1, 2].map((quantity) => ({ product_id, quantity }))
    control.addOrder(w.company_id, { items })
    await world.settle()
    expect(world.shown()).toBe('W.C 16, Y.C 16, W.E 5')
    const lines = await demand()
    expect(lines.reduce((total: number, line: { quantity: number }) => total + line.quantity, 0)).toBe(3)
  })
})

describe('orders that others fulfil', () => {
  it('are left out by their channel or by words in their notes, and counted (sync 49)', async () => {
    const { w } = await open()
    await exclude(w, [
      { label: 'fulfillment', sales_channel_id: '900001' },
      { label: 'fulfillment', notes_contain: 'fulfillment magalu' },
    ])
    await world.settle()
    world.posts()
    world.order(w, 2, { channel_id: 900_001 })
    world.order(w, 3, { notes: 'pedido FULFILLMENT magalu' })
    await world.settle()
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    expect(world.posts()).toEqual([])
    const ignored = await ok(world.test.owner.get('/sync/demand/ignored'))
    expect(ignored.body.items).toEqual([{ label: 'fulfillment', orders: 2, lines: 2 }])
    expect(await demand()).toEqual([])
  })
})

describe('an order that came while nobody listened', () => {
  it('is found by the periodic verification, by when it changed, and counted once (sync 50)', async () => {
    const { w, control } = await open()
    control.setFaults([{ kind: 'webhook_drop' }])
    world.order(w, 2)
    await world.settle()
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    control.setFaults()
    await world.pass(31 * 60_000)
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    const list = world.sandbox.calls().findLast((call) => call.operation === 'GET /pedidos/vendas')
    expect(list?.url).toContain('dataAlteracaoInicial')
    world.posts()
    const order = world.control.state(w.company_id).orders[0]
    control.patchOrder(w.company_id, order?.id ?? 0, { situation_id: 15 })
    await world.settle()
    await world.pass(31 * 60_000)
    expect(world.posts()).toEqual([])
    expect(await asked('reserved')).toEqual([2])
  })
})

describe('an order that a person removes', () => {
  it('stays as it is when Bling does not remove it, and releases its demand once when it does (sync 51)', async () => {
    const { w, control, test } = await open()
    const order_id = world.order(w, 2)
    await world.settle()
    world.posts()
    const path = `/sync/orders/${w.account_id}/${order_id}`
    const operation = 'DELETE /pedidos/vendas/{idPedidoVenda}'
    control.setFaults([{ kind: 'server_error_before', operation }])
    const failed = await test.owner.remove(path)
    expect([failed.status, failed.body.code, typeof failed.body.detail]).toEqual([
      503,
      'BLING_UNCLEAR',
      'string',
    ])
    await world.settle()
    expect(world.shown()).toBe('W.C 17, Y.C 17, W.E 5')
    expect(await asked('reserved')).toEqual([2])
    control.setFaults()
    const done = await test.owner.remove(path)
    expect([done.status, done.body]).toEqual([200, { order_id: String(order_id), released_skus: [SKU] }])
    await world.settle()
    expect(world.shown()).toBe('W.C 19, Y.C 19, W.E 5')
    expect(world.posts().toSorted()).toEqual(['W.C E 2', 'Y.C E 2'])
    expect((await test.owner.remove(path)).body.released_skus).toEqual([])
    await world.settle()
    expect(world.posts()).toEqual([])
    const me = await ok(test.owner.get('/me'))
    const trail = await ok(test.owner.get('/audit?action=sync.order_removed'))
    expect(trail.body.items.at(-1)).toMatchObject({
      actor: { id: me.body.user.id },
      facts: { order_id: String(order_id), skus: [SKU] },
    })
  })
})

describe('the list of reserved orders', () => {
  it('is left by what was shipped and by what was invoiced (sync 52)', async () => {
    const { w, control } = await open()
    const [waits, ships, invoiced] = [world.order(w, 1), world.order(w, 2), world.order(w, 3)]
    await world.settle()
    const listed = async () =>
      (await demand()).map((line: { order_id: string }) => Number(line.order_id)).toSorted()
    expect(await listed()).toEqual([waits, ships, invoiced].toSorted())
    control.ship(w.company_id, ships, { deposit_id: w.deposits['P1']?.bling_id })
    control.patchOrder(w.company_id, ships, { situation_id: 9 })
    control.addInvoice(w.company_id, invoiced)
    control.patchOrder(w.company_id, invoiced, { situation_id: 15 })
    await world.settle()
    expect(await listed()).toEqual([waits])
    expect(world.shown()).toBe('W.C 13, Y.C 13, W.E 5')
  })
})
