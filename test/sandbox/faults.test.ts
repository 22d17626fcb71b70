import { describe, expect, it } from 'vitest'
import type { FaultRuleInput } from '../../src/sandbox/faults/faults.ts'
import { openWorld, type TestWorld } from './support/world.ts'

/** A world with one product of 10, in which these faults strike. */
async function openFaulty(...rules: FaultRuleInput[]) {
  const world = await openWorld()
  const { product_id } = world.control.addProduct(world.company_id, {
    name: 'Caneca',
    stock: [{ quantity: 10 }],
  })
  await world.settle()
  world.receiver.received.length = 0
  world.control.setFaults(rules)
  const take = () =>
    world.api('POST', '/estoques', {
      produto: { id: product_id },
      deposito: { id: world.deposit_id },
      operacao: 'S',
      quantidade: 3,
    })
  const physical = () => world.control.state(world.company_id).balances[0]?.physical
  return { world, product_id, take, physical }
}

describe('faults of answers', () => {
  it.each([
    ['rate_limit_second', 429, 10],
    ['rate_limit_day', 429, 10],
    ['server_error_before', 500, 10],
    ['server_error_after', 500, 7],
    ['bad_gateway_before', 502, 10],
    ['bad_gateway_after', 502, 7],
    ['token_expired', 401, 10],
    ['token_revoked', 401, 10],
  ] as const)('%s answers %i and leaves a balance of %i', async (kind, status, left) => {
    const { take, physical } = await openFaulty({ kind, operation: 'POST /estoques' })
    const answer = await take()
    expect(answer.status).toBe(status)
    expect(physical()).toBe(left)
    if (status === 429) expect(answer.json.error.period).toBe(kind.slice('rate_limit_'.length))
    if (status === 502) expect(answer.headers.get('content-type')).toContain('text/html')
  })

  it.each([
    ['timeout_before', 10],
    ['timeout_after', 7],
  ] as const)('%s answers 504 after its time and leaves a balance of %i', async (kind, left) => {
    const { take, physical } = await openFaulty({ kind, delay_ms: 30 })
    const began = performance.now()
    expect((await take()).status).toBe(504)
    expect(performance.now() - began).toBeGreaterThan(25)
    expect(physical()).toBe(left)
  })

  it.each([
    ['disconnect_before', 10],
    ['disconnect_after', 7],
  ] as const)('%s cuts the connection and leaves a balance of %i', async (kind, left) => {
    const { world, take, physical } = await openFaulty({ kind })
    await expect(take()).rejects.toThrow('fetch failed')
    expect(physical()).toBe(left)
    expect(world.sandbox.calls().at(-1)).toMatchObject({ status: null, fault: kind })
  })

  it('slow answers late but right', async () => {
    const { take, physical } = await openFaulty({ kind: 'slow', delay_ms: 30 })
    const began = performance.now()
    expect((await take()).status).toBe(201)
    expect(performance.now() - began).toBeGreaterThan(25)
    expect(physical()).toBe(7)
  })

  it('strike only where, how often and as long as the rule says', async () => {
    const { world, take } = await openFaulty({ kind: 'server_error_before', operation: 'POST *', times: 2 })
    const other = world.control.addCompany({ name: 'Y' }).company_id
    const statuses = []
    for (let count = 0; count < 3; count += 1) statuses.push((await take()).status)
    expect(statuses).toEqual([500, 500, 201])
    world.control.setFaults([{ kind: 'server_error_before', company_id: other }])
    expect((await take()).status).toBe(201)
    world.control.setFaults([{ kind: 'server_error_before', operation: 'GET /estoques/saldos' }])
    expect((await take()).status).toBe(201)
    expect(world.sandbox.calls().filter(({ fault }) => fault !== null)).toHaveLength(2)
  })

  it('can lose the answer of a token rotation, which costs the connection', async () => {
    const { world } = await openFaulty()
    const pair = world.control.connect({ client_id: world.client_id, company_id: world.company_id })
    const basic = Buffer.from(`${world.client_id}:${world.client_secret}`).toString('base64')
    const refresh = () =>
      fetch(`${world.sandbox.url}/Api/v3/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: pair.refresh_token }),
      })
    const company_id = world.company_id
    world.control.setFaults([
      { kind: 'disconnect_after', operation: 'POST /oauth/token', company_id, times: 1 },
    ])
    await expect(refresh()).rejects.toThrow('fetch failed')
    expect(await (await refresh()).json()).toMatchObject({ error: { type: 'invalid_grant' } })
  })

  it('end the tokens of the company that an OAuth call is about, and of nobody when it is about none', async () => {
    const { world } = await openFaulty({ kind: 'token_revoked' }, { kind: 'token_expired' })
    const other = world.control.addCompany({ name: 'Y' }).company_id
    const here = world.control.connect({ client_id: world.client_id, company_id: world.company_id })
    const there = world.control.connect({ client_id: world.client_id, company_id: other })
    const ask = (endpoint: 'token' | 'revoke', fields: Record<string, string>) =>
      fetch(`${world.sandbox.url}/Api/v3/oauth/${endpoint}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
      })
    const reads = async (token: string) => (await world.api('GET', '/depositos', undefined, token)).status
    for (const kind of ['token_revoked', 'token_expired'] as const) {
      world.control.setFaults([{ kind }])
      expect((await ask('token', { grant_type: 'refresh_token', refresh_token: 'unknown' })).status).toBe(401)
      expect((await ask('revoke', { token: 'unknown' })).status).toBe(401)
      world.control.setFaults()
      expect([await reads(here.access_token), await reads(there.access_token)]).toEqual([200, 200])
    }
    world.control.setFaults([{ kind: 'token_revoked', company_id: other }])
    expect((await ask('revoke', { token: here.access_token })).status).toBe(400)
    expect((await ask('revoke', { token: there.refresh_token })).status).toBe(401)
    world.control.setFaults([{ kind: 'token_expired', company_id: world.company_id }])
    expect((await ask('revoke', { token: here.access_token })).status).toBe(401)
    world.control.setFaults()
    expect([await reads(here.access_token), await reads(there.access_token)]).toEqual([401, 401])
  })

  it('draw the same fate from the same seed', async () => {
    const fate = async (seed: string) => {
      const world = await openWorld({ seed })
      world.control.setFaults([{ kind: 'server_error_before', probability: 0.5 }])
      const statuses = []
      for (let count = 0; count < 30; count += 1) statuses.push((await world.api('GET', '/depositos')).status)
      return statuses.join()
    }
    const first = await fate('a')
    expect(await fate('a')).toBe(first)
    expect(await fate('b')).not.toBe(first)
    expect(first).toContain('500')
    expect(first).toContain('200')
  })
})

describe('faults of webhooks', () => {
  it('drop loses the event for good', async () => {
    const { world, take } = await openFaulty({ kind: 'webhook_drop', operation: 'stock.*' })
    await take()
    await world.settle()
    expect(world.receiver.received).toEqual([])
    expect(world.sandbox.webhooks().at(-1)?.state).toBe('dropped')
  })

  it('duplicate delivers the same event twice', async () => {
    const { world, take } = await openFaulty({ kind: 'webhook_duplicate' })
    await take()
    await world.settle()
    expect(world.receiver.received).toHaveLength(2)
    expect(new Set(world.receiver.received.map(({ raw }) => raw)).size).toBe(1)
  })

  it('delay delivers later', async () => {
    const { world, take } = await openFaulty({ kind: 'webhook_delay', delay_ms: 10_000 })
    await take()
    world.control.advance(9_999)
    expect((await world.control.settle()).delivered).toBe(0)
    world.control.advance(1)
    expect((await world.control.settle()).delivered).toBe(1)
  })

  it('reorder changes the order of delivery and loses nothing', async () => {
    const { world, take } = await openFaulty({ kind: 'webhook_reorder' })
    for (let count = 0; count < 8; count += 1) await take()
    await world.settle()
    const balances = world.receiver.received.map(({ json }) => json.data.deposito.saldoFisico)
    const inOrder = [...balances].sort((left, right) => right - left)
    expect(inOrder).toEqual([7, 4, 1, -2, -5, -8, -11, -14])
    expect(balances).not.toEqual(inOrder)
  })
})

describe('faults of balances', () => {
  it('stale_balance shows a movement late, while its event already tells the truth', async () => {
    const { world, product_id, take } = await openFaulty({ kind: 'stale_balance', delay_ms: 15_000 })
    await take()
    await world.control.settle()
    expect(await world.balance(product_id)).toBe('10/10')
    expect(world.receiver.received[0]?.json.data).toMatchObject({
      deposito: { saldoFisico: 7 },
      saldoFisicoTotal: 7,
    })
    world.control.advance(15_000)
    expect(await world.balance(product_id)).toBe('7/7')
  })

  it('stale_balance of a shipment hides it whole, and its event tells it whole', async () => {
    const { world, product_id } = await openFaulty()
    const { order_id } = world.control.addOrder(world.company_id, { items: [{ product_id, quantity: 2 }] })
    await world.settle()
    world.control.setFaults([{ kind: 'stale_balance' }])
    world.control.ship(world.company_id, order_id)
    await world.control.settle()
    expect(await world.balance(product_id)).toBe('10/8')
    const told = world.receiver.events('stock.created')[0]?.json.data
    expect(told).toMatchObject({ deposito: { saldoFisico: 8, saldoVirtual: 8 }, saldoVirtualTotal: 8 })
    world.control.advance(15_000)
    expect(await world.balance(product_id)).toBe('8/8')
  })

  it('a stale reading does not change what a movement does', async () => {
    const { world, product_id, take } = await openFaulty({ kind: 'stale_balance', times: 1 })
    await take()
    await take()
    expect(await world.balance(product_id)).toBe('7/7')
    world.control.advance(15_000)
    expect(await world.balance(product_id)).toBe('4/4')
  })

  it('missing_rows leaves a product out of the answer', async () => {
    const { world, product_id } = await openFaulty({ kind: 'missing_rows', times: 1 })
    const read = async () =>
      (await world.api('GET', `/estoques/saldos?idsProdutos[]=${product_id}`)).json.data.length
    expect([await read(), await read()]).toEqual([0, 1])
  })
})

describe('limits', () => {
  async function openLimited(): Promise<TestWorld> {
    const world = await openWorld()
    world.control.setLimits({ per_second: 3, per_day: 120_000, forgive: true })
    return world
  }
  const status = async (world: TestWorld, token?: string) =>
    (await world.api('GET', '/depositos', undefined, token)).status

  it('refuse the fourth call in any second, of all applications together, without a word on when (22)', async () => {
    const world = await openLimited()
    const app = world.control.addApp({ name: 'Outro', redirect_uri: 'http://localhost/' })
    const other = world.control.connect({
      client_id: app.client_id,
      company_id: world.company_id,
    }).access_token
    expect([await status(world), await status(world, other), await status(world)]).toEqual([200, 200, 200])
    const refused = await world.api('GET', '/depositos', undefined, other)
    expect(refused.status).toBe(429)
    expect(refused.json.error).toEqual({
      type: 'TOO_MANY_REQUESTS',
      message: 'Limite de requisições atingido.',
      description: 'O limite de requisições por segundo foi atingido, tente novamente mais tarde.',
      limit: 3,
      period: 'second',
    })
    expect([...refused.headers.keys()].filter((name) => /retry|limit/.test(name))).toEqual([])
    expect(refused.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    world.control.advance(999)
    expect(await status(world)).toBe(429)
    world.control.advance(1)
    expect(await status(world)).toBe(200)
  })

  it('do not let one company pay for another', async () => {
    const world = await openLimited()
    const other = world.control.addCompany({ name: 'Y' }).company_id
    const token = world.control.connect({ client_id: world.client_id, company_id: other }).access_token
    for (let count = 0; count < 3; count += 1) await status(world)
    expect(await status(world)).toBe(429)
    expect(await status(world, token)).toBe(200)
  })

  it('refuse after 120,000 calls until midnight in São Paulo', async () => {
    const world = await openLimited()
    world.control.setLimits({ used_today: { [world.company_id]: 119_999 } })
    expect(await status(world)).toBe(200)
    const { json } = await world.api('GET', '/depositos')
    expect(json.error).toMatchObject({ limit: 120_000, period: 'day' })
    world.control.advance(12 * 3_600_000 - 1)
    const { access_token } = world.control.connect({
      client_id: world.client_id,
      company_id: world.company_id,
    })
    expect(await status(world, access_token)).toBe(429)
    world.control.advance(1)
    expect(await status(world, access_token)).toBe(200)
  })

  it('block an address for an hour after 20 calls of the token endpoint in a minute', async () => {
    const world = await openWorld()
    world.control.setLimits({ ip_rules: true })
    const ask = async () =>
      (
        await fetch(`${world.sandbox.url}/Api/v3/oauth/token`, {
          method: 'POST',
          body: new URLSearchParams(),
        })
      ).status
    for (let count = 0; count < 20; count += 1) expect(await ask()).toBe(400)
    expect(await ask()).toBe(403)
    expect(await status(world)).toBe(403)
    world.control.advance(3_600_000)
    expect(await status(world)).toBe(200)
  })

  it('block an address for ten minutes after 300 errors or 600 requests in ten seconds', async () => {
    const world = await openWorld()
    world.control.setLimits({ ip_rules: true })
    for (let count = 0; count < 301; count += 1) await world.api('GET', '/depositos/7')
    expect(await status(world)).toBe(403)
    world.control.advance(600_000)
    for (let count = 0; count < 600; count += 1) await status(world)
    expect(await status(world)).toBe(403)
    world.control.setLimits({ ip_rules: false })
    expect(await status(world)).toBe(200)
  })
})
