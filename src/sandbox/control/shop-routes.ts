import type { Control } from './control.ts'
import type { ControlRequest, ControlRoute } from './control-routes.ts'

const SHOP = '/shops/:shop_id'

/** Every body is checked where it is used, by the operation's own schema; here it is only handed on. */
type Body = never

/** Shops, and what shopkeepers and customers do in them. */
export function shopRoutes(control: Control): ControlRoute[] {
  return [
    { method: 'POST', path: '/shops', run: ({ body }) => control.addShop(body as Body) },
    { method: 'GET', path: '/shops', run: () => ({ items: control.shops() }) },
    {
      method: 'PATCH',
      path: SHOP,
      run: ({ params, body }) => control.patchShop(shopId(params), body as Body),
    },
    { method: 'GET', path: `${SHOP}/state`, run: ({ params }) => control.shopState(shopId(params)) },
    {
      method: 'POST',
      path: `${SHOP}/products`,
      run: ({ params, body }) => control.addShopProduct(shopId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: `${SHOP}/products/:product_id`,
      run: ({ params, body }) =>
        control.patchShopProduct(shopId(params), Number(params['product_id']), body as Body),
    },
    {
      method: 'POST',
      path: `${SHOP}/orders`,
      run: ({ params, body }) => control.addShopOrder(shopId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: `${SHOP}/orders/:order_id`,
      run: ({ params, body }) =>
        control.patchShopOrder(shopId(params), Number(params['order_id']), body as Body),
    },
  ]
}

function shopId(params: ControlRequest['params']): string {
  return params['shop_id'] ?? ''
}
