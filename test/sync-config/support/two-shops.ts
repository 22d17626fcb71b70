import { type ConnectedApp, startConnectedApp } from '../../bling/support/connected-app.ts'
import { eventually } from '../../support/eventually.ts'
import type { Caller, Reply } from '../../support/test-app.ts'

/** One connected account and its company in the sandbox. */
export type Shop = { readonly account_id: string; readonly company_id: string; readonly name: string }

/** The accounts W and Y of fixture F with their deposits, by our ids and by Bling's. */
export type TwoShops = ConnectedApp & {
  readonly owner: Caller
  readonly w: Shop
  readonly y: Shop
  /** Our ids of P1, P2, C, E and FULL in W, and of P3 and C in Y. */
  readonly deposits: Readonly<Record<'p1' | 'p2' | 'wc' | 'we' | 'full' | 'p3' | 'yc', string>>
  readonly bling: Readonly<Record<'p1' | 'p2' | 'wc' | 'we' | 'full' | 'p3' | 'yc', number>>
  /** Adds a product to a shop as a person does in Bling. */
  product(shop: Shop, sku: string, more?: Record<string, unknown>): string
  /** Reads all products of a shop, to the end. */
  readProducts(shop: Shop, scope?: 'everything' | 'changes'): Promise<Reply['body']>
}

/** Starts the product beside a sandbox with both shops, connected the way a person does it. */
export async function startTwoShops(): Promise<TwoShops> {
  const connected = await startConnectedApp()
  const { sandbox, test } = connected
  sandbox.control.setLimits({ per_second: 0, per_day: 0, ip_rules: false })
  const w = { ...(await connected.connect('Loja W')), name: 'Loja W' }
  const y = { ...(await connected.connect('Loja Y')), name: 'Loja Y' }
  const add = (shop: Shop, name: string) => sandbox.control.addDeposit(shop.company_id, { name }).deposit_id
  const bling = {
    p1: w.deposit_id,
    p2: add(w, 'Fornecedor'),
    wc: add(w, 'Compartilhado'),
    we: add(w, 'Espelho'),
    full: add(w, 'Full'),
    p3: y.deposit_id,
    yc: add(y, 'Compartilhado'),
  }
  const known = new Map<string, string>()
  for (const shop of [w, y]) {
    const { body } = await test.owner.get(`/bling/accounts/${shop.account_id}/deposits`)
    for (const deposit of body.items) known.set(deposit.bling_id, deposit.id)
  }
  const ours = (name: keyof typeof bling) => known.get(String(bling[name])) ?? ''
  const readProducts: TwoShops['readProducts'] = async (shop, scope = 'everything') => {
    const path = `/bling/accounts/${shop.account_id}/products/imports`
    const begun = await test.owner.post(path, { scope })
    if (begun.status !== 202) throw new Error(JSON.stringify(begun.body))
    return eventually('the reading of products', async () => {
      const { body } = await test.owner.get(path)
      const [last] = body.items
      return last.state === 'complete' || last.state === 'partial' ? last : undefined
    })
  }
  return {
    ...connected,
    owner: test.owner,
    w,
    y,
    bling,
    deposits: {
      p1: ours('p1'),
      p2: ours('p2'),
      wc: ours('wc'),
      we: ours('we'),
      full: ours('full'),
      p3: ours('p3'),
      yc: ours('yc'),
    },
    product: (shop, sku, more = {}) =>
      String(
        sandbox.control.addProduct(shop.company_id, { name: `Produto ${sku}`, sku, price: 10, ...more })
          .product_id,
      ),
    readProducts,
  }
}

/** The body of fixture F's pool: P1, P2 and P3 feed both shared deposits, and a mirror of P3 stands in W. */
export function poolOfF(shops: TwoShops) {
  const { p1, p2, p3, wc, yc, we } = shops.deposits
  return {
    name: 'Estoque unificado',
    sources: [
      { deposit_id: p1, priority: 1 },
      { deposit_id: p2, priority: 2 },
      { deposit_id: p3, priority: 3 },
    ],
    targets: [{ deposit_id: wc }, { deposit_id: yc }, { deposit_id: we, role: 'mirror', mirror_of: p3 }],
  }
}
