import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, type EstoqueUniClient, everyItem } from '../../src/client/estoqueuni-client.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
let address: string
let client: EstoqueUniClient
beforeAll(async () => {
  test = await startTestApp()
  address = await test.app.http.listen({ port: 0, host: '127.0.0.1' })
  client = createClient({ address })
  await client.auth.signIn({ email: 'ana@bar.example', password: 'uma senha bem longa' })
})
afterAll(() => test.close())

async function heineken(sku: string): Promise<{ branch_id: string; product_id: string }> {
  const { branch_id } = test
  const product = await client.products.create({ sku, name: sku, box_tracking: true, units_per_box: 12 })
  await client.purchases.record({ branch_id, lines: [{ product_id: product.id, boxes: 10 }] })
  return { branch_id, product_id: product.id }
}

it('carries the names of the mission over real HTTP', async () => {
  const { branch_id, product_id } = await heineken('MISSION')
  const loss = await client.inventory.registerLoss({ branch_id, product_id, quantity: 2, reason: 'Vencido' })
  expect(loss.movements[0]).toMatchObject({ movement_type: 'loss', quantity: -2 })
  await client.inventory.registerBreakage({ branch_id, product_id, quantity: 1, reason: 'Queda' })
  await client.inventory.manualAdjustment({ branch_id, product_id, quantity: 3, reason: 'Correção de erro' })
  await client.sales.record({ branch_id, lines: [{ sku: 'MISSION', quantity: 5 }] })
  const listed = await client.inventory.list({ branch_id, search: 'mission' })
  expect(listed.items).toEqual([expect.objectContaining({ product_id, total_bottles: 115 })])
  const movements = await client.inventory.getMovements({ product_id, type: 'loss,breakage' })
  expect(movements.items.map((one) => one.movement_type).sort()).toEqual(['breakage', 'loss'])
  expect(movements.items.every((one) => one.responsible_name === 'Dona Ana')).toBe(true)
})

it('sells once when answers are lost on the way', async () => {
  const { branch_id, product_id } = await heineken('LOSSY')
  let tries = 0
  const lossy = createClient({
    address,
    token: test.owner.token,
    wait: async () => {},
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      tries += 1
      if (tries < 3) throw new TypeError('the answer was lost')
      return response
    },
  })
  const sell = (through: EstoqueUniClient) =>
    through.sales.record(
      { branch_id, lines: [{ product_id, quantity: 1 }] },
      { idempotency_key: 'till-1-cart-9' },
    )
  const sale = await sell(lossy)
  expect(tries).toBe(3)
  expect(await sell(client)).toEqual(sale)
  expect(await client.inventory.one(product_id, branch_id)).toMatchObject({ total_bottles: 119 })
})

it('tells a refusal by its code and facts', async () => {
  const { branch_id, product_id } = await heineken('SHORT')
  const refusal = client.sales.record({ branch_id, lines: [{ product_id, quantity: 121 }] })
  await expect(refusal).rejects.toMatchObject({
    code: 'INSUFFICIENT_STOCK',
    detail: expect.stringContaining('Disponível: 120, Necessário: 121'),
    facts: { available: 120, required: 121 },
  })
})

it('gives products out and takes them in', async () => {
  const csv = await client.products.export()
  const result = await client.products.import(csv, { preview: true })
  expect(result).toMatchObject({ preview: true, created: 0, updated: 0, refused: 0 })
  const names: string[] = []
  for await (const one of everyItem((cursor) => client.products.list({ cursor, limit: 1 })))
    names.push(one.name)
  expect(names.length).toBe(result.unchanged)
})
