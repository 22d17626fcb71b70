import { expect, it } from 'vitest'
import { bodyOfFields, siteProduct, wooProduct } from './woo-product.ts'

/** A shop shows what it asks today as `price`, beside the usual price and that of the promotion. */
const onSale = {
  ...{ id: 7, type: 'simple', name: 'Caneca', status: 'publish', sku: 'CANECA-01' },
  ...{ price: '39.90', regular_price: '59.90', sale_price: '39.90', stock_quantity: null },
}

it('a product that is on sale has its usual price: the promotion is the shop’s own', () => {
  expect(siteProduct(wooProduct.parse(onSale), null, 'kg').price_cents).toBe(5990)
  expect(siteProduct(wooProduct.parse({ ...onSale, regular_price: '' }), null, 'kg').price_cents).toBeNull()
})

it('a price is written as the usual one, and a running promotion goes on', () => {
  expect(bodyOfFields({ price_cents: 6190 }, 'kg')).toEqual({ regular_price: '61.90' })
})
