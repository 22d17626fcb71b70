// A shop in one page, with nothing but node: it sells what EstoqueUni has, at EstoqueUni's prices.
//   ESTOQUEUNI=http://127.0.0.1:3000 API_KEY=eus_… WEBHOOK_SECRET=… SHOP_PORT=8080 node small-shop.mjs
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const { ESTOQUEUNI, API_KEY, WEBHOOK_SECRET, SHOP_PORT = '8080' } = process.env
if (!ESTOQUEUNI || !API_KEY || !WEBHOOK_SECRET) throw new Error('set ESTOQUEUNI, API_KEY and WEBHOOK_SECRET')
const products = new Map() // by product_id, with the newest stock that was read
const orders = new Map() // by reference, as EstoqueUni last told

/** Asks EstoqueUni. Without a clear answer the same question is asked again: an order is known by its reference and made once. */
async function ask(method, path, body) {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(`${ESTOQUEUNI}/site-api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null)
    const isClear = answer !== null && answer.status < 500 && answer.status !== 429
    if (isClear) return { status: answer.status, body: await answer.json() }
    if (attempt === 4)
      return { status: 503, body: { code: 'NO_ANSWER', detail: 'Tente de novo em instantes.' } }
    await pause(500 * 2 ** attempt)
  }
}

/** Keeps what was read, unless something newer was read meanwhile: a version grows with every change of the stock. */
function keep(item) {
  const known = products.get(item.product_id)
  const isNewer = known === undefined || Number(item.version) >= Number(known.version)
  const { available, version } = isNewer ? item : known
  products.set(item.product_id, { ...known, ...item, available, version })
}

/** Reads everything page by page: `/products` with names and prices, `/stock` with what there is. */
async function readAll(path) {
  for (let cursor = ''; cursor !== null; ) {
    const { status, body } = await ask('GET', `${path}?limit=200${cursor && `&cursor=${cursor}`}`)
    if (status !== 200) return
    for (const item of body.items) keep(item)
    cursor = body.next_cursor
  }
}

/** Buys a cart. Its number is the order's reference: a second click, or a retry, is the same order. */
async function checkout({ cart, lines, customer = {} }) {
  const wanted = (lines ?? []).map(({ sku, quantity }) => ({ sku, quantity })) // prices are not the browser's to say
  const answer = await ask('POST', '/orders', { reference: cart, lines: wanted, customer })
  if (answer.status === 201 && !orders.has(cart)) orders.set(cart, answer.body)
  const skus = wanted.map(({ sku }) => encodeURIComponent(sku)).join()
  const stock = await ask('GET', `/stock?skus=${skus}`)
  if (stock.status === 200) for (const item of stock.body.items) keep(item)
  return answer
}

/** Whether EstoqueUni sent these very bytes; compared in a time that says nothing about the right answer. */
function isSigned(raw, header = '') {
  const right = createHmac('sha256', WEBHOOK_SECRET).update(raw).digest()
  const given = Buffer.from(header.replace(/^sha256=/, ''), 'hex')
  return given.length === right.length && timingSafeEqual(given, right)
}

let turn = Promise.resolve()
/** An event means "look again": what it says may be old, and it may come twice. One at a time, so that the last look is the newest. */
function hear(raw) {
  const look = async () => {
    const { status, body } = await ask('GET', `/orders/${JSON.parse(raw).id}`)
    if (status === 200) orders.set(body.reference, body)
    return status === 200
  }
  turn = turn.then(look, look)
  return turn
}

async function answerTo(request, raw) {
  const path = request.url ?? '/'
  if (request.method === 'GET' && path === '/') return [200, [...products.values()]]
  if (request.method === 'GET' && path.startsWith('/orders/')) {
    const order = orders.get(decodeURIComponent(path.slice('/orders/'.length)))
    return order === undefined ? [404, {}] : [200, order]
  }
  if (request.method === 'POST' && path === '/checkout') {
    const { status, body } = await checkout(JSON.parse(raw))
    return [status, body]
  }
  if (request.method === 'POST' && path === '/estoqueuni') {
    if (!isSigned(raw, request.headers['x-estoqueuni-signature-256'])) return [401, {}]
    return [(await hear(raw)) ? 200 : 503, {}] // what is not answered 2xx is told again
  }
  return [404, {}]
}

const server = createServer(async (request, response) => {
  const raw = Buffer.concat(await Array.fromAsync(request))
  const [status, body] = await answerTo(request, raw).catch(() => [400, { code: 'NOT_UNDERSTOOD' }])
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
server.listen(Number(SHOP_PORT), '127.0.0.1', () => console.log(`open at http://127.0.0.1:${SHOP_PORT}`))

for (let round = 0; ; round += 1) {
  await readAll(round % 60 === 0 ? '/products' : '/stock') // names and prices every five minutes, stock every five seconds
  await pause(5_000)
}
