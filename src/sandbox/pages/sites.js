/** The part of the control page on sales sites: what they show, their orders, and what a customer or a shopkeeper does there. */
import { button, choices, row, send } from './control.js'

const at = (id) => document.getElementById(id)
const WORDS = {
  'on-hold': 'aguardando pagamento',
  pending: 'pendente',
  processing: 'pago',
  completed: 'enviado',
  cancelled: 'cancelado',
  refunded: 'reembolsado',
  failed: 'pagamento recusado',
  chargeback: 'pagamento contestado',
  awaiting_payment: 'aguardando pagamento',
  paid: 'pago',
  preparing: 'em separação',
  invoiced: 'faturado',
  shipped: 'enviado',
  delivered: 'entregue',
}
const HOOKS = { active: 'ativos', paused: 'pausados', disabled: 'desligados' }
let orderOf = () => ({})

/** What a WooCommerce-like shop is here: the same things as any site, in its own words. */
async function readShop(id) {
  const { products, orders, webhooks } = await send('GET', `/shops/${id}/state`)
  const path = `/shops/${id}/orders`
  const off = webhooks.filter(({ status }) => status !== 'active')
  orderOf = (product_id, quantity) => ({
    path,
    body: { line_items: [{ product_id: Number(product_id), quantity }], status: 'on-hold' },
  })
  return {
    hooks: `Webhooks ${HOOKS[off[0]?.status ?? 'active']}: ${off.length === 0 ? webhooks.length : off.length}`,
    products: products.map((one) => ({
      id: one.id,
      name: one.name,
      sku: one.sku,
      price: Number(one.regular_price),
      left: one.stock_quantity,
    })),
    orders: orders.map((one) => ({
      number: one.id,
      word: WORDS[one.status],
      items: one.line_items,
      invoice: one.meta_data.find(({ key }) => key === 'nfe_chave')?.value,
      acts: [
        ['Pagar', { status: 'processing', set_paid: true }],
        ['Recusar pagamento', { status: 'failed' }],
        ['Cancelar', { status: 'cancelled' }],
        ['Reembolsar', { status: 'refunded' }],
        ['Contestar', { status: 'chargeback' }],
      ].map(([text, body]) => button(text, () => act('PATCH', `${path}/${one.id}`, body))),
    })),
  }
}

/** A site written by hand. */
async function readOwn(id) {
  const { products, orders } = await send('GET', `/sites/${id}/state`)
  const path = `/sites/${id}/orders`
  orderOf = (sku, quantity) => ({ path, body: { lines: [{ sku, quantity }] } })
  return {
    hooks: '',
    products: products.map((one) => ({
      id: one.sku,
      name: one.name,
      sku: one.sku,
      price: (one.price_cents ?? 0) / 100,
      left: one.available,
    })),
    orders: orders.map((one) => ({
      number: one.reference,
      word: one.state === 'refused' ? `recusado (${one.refusal})` : (WORDS[one.status] ?? 'enviando'),
      items: one.lines,
      invoice: one.invoice_key,
      acts: [
        ['Pagar', 'paid'],
        ['Contestar', 'charged_back'],
        ['Cancelar', 'cancelled'],
      ].map(([text, status]) => button(text, () => act('PATCH', `${path}/${one.reference}`, { status }))),
    })),
  }
}

async function act(method, path, body) {
  await send(method, path, body)
  await show()
}

async function show() {
  const [shops, own] = await Promise.all([send('GET', '/shops'), send('GET', '/sites')])
  choices(at('site'), [
    ...shops.items.map(({ shop_id, name }) => [`shop ${shop_id}`, `${name} (como WooCommerce)`]),
    ...own.items.map(({ site_id, name }) => [`site ${site_id}`, `${name} (escrito à mão)`]),
  ])
  const [kind, id] = at('site').value.split(' ')
  if (!id) return
  const { hooks, products, orders } = await (kind === 'shop' ? readShop(id) : readOwn(id))
  at('site-hooks').textContent = hooks
  choices(
    at('new-site-order').elements.product,
    products.map((one) => [one.id, one.name]),
  )
  const price = (value) => value.toLocaleString('pt-BR', { minimumFractionDigits: 2 })
  at('site-products').replaceChildren(
    ...products.map((one) => row([one.name, one.sku, price(one.price), one.left])),
  )
  at('site-orders').replaceChildren(
    ...orders
      .reverse()
      .map((one) =>
        row([
          one.number,
          one.word,
          one.items.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', '),
          one.invoice ?? '',
          one.acts,
        ]),
      ),
  )
}

at('site').addEventListener('change', show)
at('new-site-order').addEventListener('submit', (event) => {
  event.preventDefault()
  const { product, quantity } = event.target.elements
  const { path, body } = orderOf(product.value, Number(quantity.value))
  act('POST', path, body)
})

show()
setInterval(() => {
  // A person filling a form or choosing from a list is not disturbed.
  if (!document.hidden && !document.activeElement?.closest('form, select')) show()
}, 2000)
