import { get } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import { startSandbox } from '../../src/sandbox/server.ts'
import { openReceiver } from './support/receiver.ts'
import { openWorld, START_MS } from './support/world.ts'

describe('the control API over HTTP', () => {
  it('makes an application, a company and a token, and shows what the company holds', async () => {
    const { steer, api, receiver } = await openWorld()
    const app = await steer('POST', '/apps', {
      name: 'X',
      redirect_uri: 'http://localhost/x',
      webhook_url: receiver.url,
    })
    expect(app.json).toEqual({ client_id: expect.any(String), client_secret: expect.any(String) })
    const company = await steer('POST', '/companies', { name: 'Y' })
    const { company_id } = company.json
    expect(company_id).toMatch(/^[0-9a-f]{32}$/)
    const token = await steer('POST', '/tokens', { client_id: app.json.client_id, company_id, jwt: true })
    expect(token.json).toMatchObject({ expires_in: 21_600, token_type: 'bearer' })
    const one = `/companies/${company_id}`
    const product = await steer('POST', `${one}/products`, {
      name: 'Caneca',
      sku: 'C',
      stock: [{ quantity: 5 }],
    })
    const { product_id } = product.json
    await steer('POST', `${one}/movements`, { product_id, operation: 'S', quantity: 1 })
    const { json: order } = await steer('POST', `${one}/orders`, { items: [{ product_id, quantity: 2 }] })
    await steer('POST', `${one}/orders/${order.order_id}/ship`)
    await steer('PATCH', `${one}/orders/${order.order_id}`, { situation_id: 9 })
    const { json: invoice } = await steer('POST', `${one}/orders/${order.order_id}/invoice`)
    await steer('PATCH', `${one}/invoices/${invoice.invoice_id}`, { situation: 5 })
    const state = (await steer('GET', `${one}/state`)).json
    expect(state.balances).toMatchObject([
      { product_id, physical: 2, reserved: 0, virtual: 2, seen_physical: 2 },
    ])
    expect(
      state.movements.map((row: { operation: string; origin: string }) => [row.operation, row.origin]),
    ).toEqual([
      ['B', 'screen'],
      ['S', 'screen'],
      ['S', 'order'],
    ])
    expect(state.orders).toMatchObject([
      { id: order.order_id, number: 1, situation_id: 9, shop_number: null },
    ])
    expect(state.invoices[0].access_key).toMatch(/^\d{44}$/)
    const rows = await api('GET', '/produtos', undefined, token.json.access_token)
    expect(rows.json.data).toHaveLength(1)
    await steer('POST', `${one}/orders/${order.order_id}/unship`)
    expect((await steer('DELETE', `${one}/orders/${order.order_id}`)).status).toBe(200)
    expect((await steer('DELETE', `${one}/products/${product_id}`)).status).toBe(200)
  })

  it('moves the clock, settles, and tells what was called and delivered', async () => {
    const { steer, control, api, company_id, client_id } = await openWorld()
    expect((await steer('GET', '/clock')).json).toMatchObject({ now_ms: START_MS, mode: 'manual' })
    control.addProduct(company_id, { name: 'Caneca', stock: [{ quantity: 1 }] })
    expect((await steer('POST', '/clock', { advance_ms: 1_500 })).json.now).toBe('2026-11-22T15:00:01.500Z')
    expect((await steer('POST', '/settle')).json).toEqual({
      delivered: 2,
      failed: 0,
      pending: 0,
      next_due_at: null,
    })
    await api('GET', '/depositos')
    const calls = (await steer('GET', `/calls?company_id=${company_id}&operation=GET%20/depositos`)).json
      .items
    expect(calls).toMatchObject([
      { at: START_MS + 1_500, status: 200, client_id, fault: null, enable_jwt: false },
    ])
    const stock = (await steer('GET', '/webhooks?event=stock.created')).json.items
    expect(stock).toMatchObject([{ state: 'delivered', attempts: [{ status: 200 }] }])
    expect((await steer('GET', '/webhooks?limit=1')).json.items).toEqual(stock)
    await steer('DELETE', '/log')
    expect((await steer('GET', '/calls')).json.items).toEqual([])
    expect((await steer('PUT', '/clock', { mode: 'real' })).json.mode).toBe('real')
  })

  it('sets faults and limits and shows them; {} ends all faults', async () => {
    const { steer } = await openWorld()
    const rule = { kind: 'webhook_drop', operation: 'stock.*', probability: 0.25 }
    expect((await steer('PUT', '/faults', { rules: [rule] })).json).toEqual({ rules: [rule] })
    expect((await steer('GET', '/faults')).json).toEqual({ rules: [rule] })
    expect((await steer('PUT', '/faults', {})).json).toEqual({ rules: [] })
    expect((await steer('PUT', '/limits', { per_second: 10 })).json).toEqual({
      per_second: 10,
      per_day: 0,
      ip_rules: false,
    })
  })

  it('refuses what it does not understand and what does not exist', async () => {
    const { steer, company_id } = await openWorld()
    expect((await steer('PUT', '/faults', { rules: [{ kind: 'gremlins' }] })).status).toBe(400)
    expect((await steer('POST', '/clock', { advance_ms: -1 })).status).toBe(400)
    expect((await steer('POST', '/companies', {})).status).toBe(400)
    expect((await steer('GET', '/companies/nobody/state')).status).toBe(404)
    expect(
      (await steer('POST', `/companies/${company_id}/movements`, { product_id: 7, quantity: 1 })).status,
    ).toBe(404)
    expect((await steer('POST', '/tokens', { client_id: 'x', company_id })).status).toBe(404)
  })

  it('answers neither a foreign host name nor a form of another site', async () => {
    const { sandbox } = await openWorld()
    const foreign = await new Promise<number | undefined>((resolve) => {
      get(`${sandbox.url}/_sandbox/apps`, { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
    })
    expect(foreign).toBe(403)
    const form = await fetch(`${sandbox.url}/_sandbox/companies`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'Z' }),
    })
    expect(form.status).toBe(415)
  })

  it('serves its page in Portuguese', async () => {
    const { sandbox } = await openWorld()
    const page = await (await fetch(`${sandbox.url}/_sandbox/`)).text()
    expect(page).toContain('lang="pt-BR"')
    for (const path of page.matchAll(/(?:href|src)="([^"]+)"/g)) {
      expect((await fetch(sandbox.url + path[1])).status).toBe(200)
    }
  })
})

describe('two sandboxes', () => {
  it('with one seed give the same ids, secrets and delays', async () => {
    const [first, second] = [await openWorld({ seed: 'x' }), await openWorld({ seed: 'x' })]
    expect(second.company_id).toBe(first.company_id)
    expect(second.client_secret).toBe(first.client_secret)
    expect(second.token).toBe(first.token)
    const order = (world: typeof first) => {
      const { product_id } = world.control.addProduct(world.company_id, { name: 'Caneca' })
      return [
        world.control.addOrder(world.company_id, { items: [{ product_id, quantity: 1 }] }),
        world.control.clock(),
      ]
    }
    expect(order(second)).toEqual(order(first))
  })

  it('can begin from the same state', async () => {
    const first = await openWorld()
    const { product_id } = first.control.addProduct(first.company_id, {
      name: 'Caneca',
      stock: [{ quantity: 4 }],
    })
    const second = await openWorld({ state: first.control.dump() })
    expect(second.control.state(first.company_id).balances).toMatchObject([{ product_id, physical: 4 }])
  })
})

describe('real time', () => {
  it('delivers by itself what is due', async () => {
    const receiver = await openReceiver()
    const sandbox = await startSandbox()
    try {
      const { control } = sandbox
      const app = control.addApp({ name: 'X', redirect_uri: 'http://localhost/', webhook_url: receiver.url })
      const { company_id } = control.addCompany({ name: 'W' })
      control.connect({ client_id: app.client_id, company_id })
      const { product_id } = control.addProduct(company_id, { name: 'Caneca', stock: [{ quantity: 1 }] })
      control.addOrder(company_id, { items: [{ product_id, quantity: 1 }] })
      await vi.waitFor(() => expect(receiver.events('order.created')).toHaveLength(1))
      control.advance(22_000)
      await vi.waitFor(() => expect(receiver.events('virtual_stock.updated')).toHaveLength(1))
    } finally {
      await sandbox.close()
      await receiver.close()
    }
  })
})
