import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient, everyItem } from './estoqueuni-client.ts'
import { ConnectionError, ProblemError } from './problem-error.ts'
import { USUAL_RETRIES, waitBefore } from './retry.ts'

type Answering = (request: IncomingMessage, response: ServerResponse, count: number) => void

const open: { close(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

/** A server that answers as told, and a client that does not wait between its tries but remembers how long it would have. */
async function talking(answering: Answering) {
  const keys: (string | undefined)[] = []
  const waits: number[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']?.toString())
    request.resume()
    request.on('end', () => answering(request, response, keys.length))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const wait = async (ms: number) => void waits.push(ms)
  return { client: createClient({ address, random: () => 0.5, wait }), keys, waits, address }
}

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const sale = { branch_id: 'b', lines: [{ sku: 'A', quantity: 1 }] }

describe('trying again', () => {
  it('repeats a write whose answer was lost, under the same key', async () => {
    const { client, keys, waits } = await talking((request, response, count) => {
      if (count < 3) request.socket.destroy()
      else json(response, 201, { id: 'sale-1' })
    })
    expect(await client.sales.record(sale)).toEqual({ id: 'sale-1' })
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(waits).toEqual([125, 250])
  })

  it('repeats when the answer broke off in the middle', async () => {
    const { client, keys } = await talking((request, response, count) => {
      if (count > 1) return void json(response, 201, { id: 'whole' })
      response.writeHead(201, { 'content-length': '1000' })
      response.write('{"id":', () => request.socket.destroy())
    })
    expect(await client.sales.record(sale)).toEqual({ id: 'whole' })
    expect(keys).toHaveLength(2)
  })

  it('waits as long as the server asks, within its patience', async () => {
    const { client, waits } = await talking((_request, response, count) => {
      const asked = ['2', '3600'][count - 1]
      if (asked === undefined) json(response, 200, { items: [], next_cursor: null })
      else json(response, 503, { code: 'OVERLOADED', detail: 'cheio' }, { 'retry-after': asked })
    })
    await client.products.list()
    expect(waits).toEqual([2125, 10_000])
  })

  it('gives up after four tries, and says under which key the write may have been done', async () => {
    const { client, keys } = await talking((request) => request.socket.destroy())
    const failure = await client.sales
      .record(sale, { idempotency_key: 'cart-7' })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ConnectionError)
    expect(failure).toMatchObject({ idempotency_key: 'cart-7' })
    expect(keys).toEqual(['cart-7', 'cart-7', 'cart-7', 'cart-7'])
  })

  it('never sends twice what has no key', async () => {
    const { client, keys } = await talking((request) => request.socket.destroy())
    await expect(client.auth.signIn({ email: 'a@b.example', password: 'x' })).rejects.toBeInstanceOf(
      ConnectionError,
    )
    expect(keys).toEqual([undefined])
  })

  it('does not repeat a refusal', async () => {
    const problem = {
      type: '/problems/x',
      title: 'Estoque insuficiente',
      status: 409,
      code: 'INSUFFICIENT_STOCK',
    }
    const { client, keys } = await talking((_request, response) =>
      json(response, 409, { ...problem, detail: 'Disponível: 68', available: 68, required: 69 }),
    )
    const refusal = await client.sales.record(sale).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ProblemError)
    expect(refusal).toMatchObject({
      status: 409,
      code: 'INSUFFICIENT_STOCK',
      detail: 'Disponível: 68',
      facts: { available: 68, required: 69 },
    })
    expect(keys).toHaveLength(1)
  })

  it('stops at once when the caller does', async () => {
    const stop = new AbortController()
    const { client, keys } = await talking(() => stop.abort(new Error('fechou a tela')))
    await expect(client.sales.record(sale, { signal: stop.signal })).rejects.toThrow('fechou a tela')
    expect(keys).toHaveLength(1)
  })

  it('waits at most twice as long from try to try, never the same for all', () => {
    const rules = USUAL_RETRIES
    const longest = [1, 2, 3].map((attempt) =>
      waitBefore(attempt, rules, { retryAfter: null, random: () => 1 }),
    )
    expect(longest).toEqual([250, 500, 1000])
    expect(waitBefore(3, rules, { retryAfter: null, random: () => 0.1 })).toBe(100)
    expect(waitBefore(30, rules, { retryAfter: null, random: () => 1 })).toBe(10_000)
    expect(waitBefore(1, rules, { retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT', random: () => 1 })).toBe(250)
  })
})

describe('what is sent and read', () => {
  it('keeps the token that signing in brings, until signing out', async () => {
    const seen: (string | undefined)[] = []
    const { client } = await talking((request, response) => {
      seen.push(request.headers.authorization)
      if (request.url === '/api/v1/auth/sign-out') response.writeHead(204).end()
      else json(response, 200, { token: 'es_1' })
    })
    await client.auth.signIn({ email: 'a@b.example', password: 'x' })
    await client.auth.me()
    await client.auth.signOut()
    await client.auth.setupState()
    expect(seen).toEqual([undefined, 'Bearer es_1', 'Bearer es_1', undefined])
  })

  it('leaves out filters that are not given', async () => {
    const urls: (string | undefined)[] = []
    const { client } = await talking((request, response) => {
      urls.push(request.url)
      json(response, 200, { items: [], next_cursor: null })
    })
    await client.products.list({ search: 'açaí & cia', is_active: true, cursor: undefined })
    expect(urls).toEqual(['/api/v1/products?search=a%C3%A7a%C3%AD+%26+cia&is_active=true'])
  })

  it('walks all pages of a list', async () => {
    const { client } = await talking((request, response) => {
      const last = request.url?.includes('cursor=two') === true
      json(response, 200, { items: [last ? 3 : 1, last ? 4 : 2], next_cursor: last ? null : 'two' })
    })
    const items: unknown[] = []
    for await (const item of everyItem((cursor) => client.products.list({ cursor }))) items.push(item)
    expect(items).toEqual([1, 2, 3, 4])
  })

  it('tells an answer that is not the API’s', async () => {
    const { client } = await talking((_request, response) =>
      response.writeHead(404).end('<html>proxy</html>'),
    )
    await expect(client.auth.me()).rejects.toMatchObject({ status: 404, code: 'UNREADABLE' })
  })
})

it('needs nothing at run time: outside its folder it imports types only', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const imports = files.flatMap((name) => {
    const text = readFileSync(`${import.meta.dirname}/${name}`, 'utf8')
    return [...text.matchAll(/^(?:import|export) (?!type)[^'"]*from '([^']+)'/gm)].map((match) => match[1])
  })
  expect(imports.length).toBeGreaterThan(3)
  expect(imports.filter((from) => !from?.startsWith('./'))).toEqual([])
})
