import { createClient } from '../../src/client/estoqueuni-client.ts'
import { openOffice } from '../../src/demo/shops/office.ts'
import { whereTo } from '../../src/demo/shops/open-sandbox.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'

/** A company in the sandbox, its Bling ids by SKU, and where its real stock lies. */
export type BenchShop = {
  readonly company_id: string
  readonly main: number
  readonly products: ReadonlyMap<string, number>
}

/** Units of every product in every main deposit. */
const UNITS = 1000
const SHOPS = ['Loja 1', 'Loja 2', 'Loja 3'] as const

/** The SKU of a number. */
export function skuOf(number: number): string {
  return `SKU-${String(number).padStart(5, '0')}`
}

/** Founds three companies that show what the three of them hold together, of `count` products. */
export function foundThreeShops(control: Sandbox['control'], count: number): BenchShop[] {
  return SHOPS.map((name) => {
    const { company_id, deposit_id: main } = control.addCompany({ name })
    const { deposit_id: shared } = control.addDeposit(company_id, { name: 'Compartilhado' })
    const stock = [
      { deposit_id: main, quantity: UNITS },
      { deposit_id: shared, quantity: UNITS * SHOPS.length },
    ]
    const products = new Map<string, number>()
    for (let number = 0; number < count; number += 1) {
      const sku = skuOf(number)
      const { product_id } = control.addProduct(company_id, { name: sku, sku, price: 10, stock })
      products.set(sku, product_id)
    }
    return { company_id, main, products }
  })
}

/** Connects them to a fresh product, by its own doors, in one pool that is in operation when this resolves. */
export async function connectThreeShops(
  address: string,
  sandbox: Sandbox,
  shops: readonly BenchShop[],
): Promise<void> {
  const client = createClient({ address, timeoutMs: 300_000 })
  const { token } = await client.auth.setup({
    company_name: 'Bar da Medição',
    owner_name: 'Medidor',
    email: 'medidor@bar.example',
    password: 'uma senha bem longa',
  })
  const [shop] = shops
  const rows = [...(shop?.products.keys() ?? [])].map((sku) => `${sku};${sku}`)
  await client.products.import(['sku;nome', ...rows].join('\n'))
  const office = openOffice({ address, token, patienceMs: 600_000 })
  await office.registerApp(sandbox.control.addApp({ name: 'EstoqueUni', ...whereTo(address) }))
  const parts = await Promise.all(
    shops.map(async ({ company_id }) => {
      const { id } = await office.connect(company_id)
      const deposits = await office.deposits(id)
      await office.readProducts(id)
      const idOf = (isMain: boolean) => deposits.find((one) => one.is_default === isMain)?.id
      return { source: { deposit_id: idOf(true) }, target: { deposit_id: idOf(false) } }
    }),
  )
  const pool = await office.makePool({
    name: 'Estoque medido',
    sources: parts.map(({ source }) => source),
    targets: parts.map(({ target }) => target),
  })
  await office.putInOperation(pool.id)
}
