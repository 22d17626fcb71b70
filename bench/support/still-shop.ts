import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A shop that says yes to everything, has every order that it is asked for and knows what it was told to sign with. */
export type StillShop = {
  readonly address: string
  /** The secret of its webhooks, once it was connected. */
  secret(): string
  /** What the shop tells of an order, and how it shows it. */
  order(id: number): Readonly<Record<string, unknown>>
  close(): Promise<void>
}

/** Opens it on a free port of this machine. It is no measurement of shops: it only must not be in the way. */
export async function openStillShop(): Promise<StillShop> {
  let secret = ''
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
    const path = new URL(request.url ?? '', 'http://shop').pathname
    const order = /\/orders\/(\d+)$/.exec(path)?.[1]
    if (typeof body['secret'] === 'string') secret = body['secret']
    const answer =
      order !== undefined ? orderOf(Number(order)) : request.method === 'POST' ? { ...body, id: 1 } : []
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-wp-totalpages': '1' })
      .end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    secret: () => secret,
    order: orderOf,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function orderOf(id: number): Record<string, unknown> {
  const address = {
    ...{ first_name: 'Fulana', last_name: 'da Medição', address_1: 'Rua das Flores', city: 'São Paulo' },
    ...{ state: 'SP', postcode: '01000-000', country: 'BR' },
  }
  const item = (line: number) => ({
    ...{ id: line, product_id: 100 + line, variation_id: 0, name: `Produto ${line}`, sku: `SKU-${line}` },
    ...{ quantity: 2, price: 59.9, subtotal: '119.80', total: '119.80', meta_data: [] },
  })
  const now = new Date().toISOString().slice(0, 19)
  return {
    ...{ id, number: String(id), status: 'processing', currency: 'BRL', total: '359.40' },
    ...{ discount_total: '0.00', shipping_total: '0.00', customer_note: '', payment_method: 'pix' },
    ...{ billing: { ...address, email: 'fulana@exemplo.com.br', phone: '11999990000' }, shipping: address },
    line_items: [1, 2, 3].map(item),
    meta_data: [{ id: 1, key: '_billing_cpf', value: '529.982.247-25' }],
    ...{ date_created_gmt: now, date_modified_gmt: now, date_paid_gmt: now },
  }
}
