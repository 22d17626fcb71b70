/** The control page: shows the state every two seconds and sends what a person does to the control API. */
const FAULTS = {
  rate_limit_second: 'limite por segundo (429)',
  rate_limit_day: 'limite por dia (429)',
  server_error_before: 'erro 500 sem executar',
  server_error_after: 'erro 500 depois de executar',
  bad_gateway_before: 'página 502 sem executar',
  bad_gateway_after: 'página 502 depois de executar',
  timeout_before: 'tempo esgotado sem executar',
  timeout_after: 'tempo esgotado depois de executar',
  disconnect_before: 'conexão cortada sem executar',
  disconnect_after: 'conexão cortada depois de executar',
  token_expired: 'token expirado',
  token_revoked: 'token revogado',
  slow: 'resposta lenta',
  webhook_drop: 'webhook perdido',
  webhook_duplicate: 'webhook repetido',
  webhook_delay: 'webhook atrasado',
  webhook_reorder: 'webhooks fora de ordem',
  stale_balance: 'saldo que demora a assentar',
  missing_rows: 'produto ausente na consulta de saldos',
}
/** A day on which nothing is broken for good and nothing can be relied upon. */
const BAD_DAY = [
  { kind: 'webhook_drop', probability: 0.15 },
  { kind: 'webhook_duplicate', probability: 0.2 },
  { kind: 'webhook_reorder', probability: 0.3 },
  { kind: 'webhook_delay', probability: 0.1, delay_ms: 20_000 },
  { kind: 'rate_limit_second', probability: 0.05 },
  { kind: 'server_error_before', probability: 0.05 },
  { kind: 'server_error_after', operation: 'POST /estoques', probability: 0.1 },
  { kind: 'disconnect_after', operation: 'POST /estoques', probability: 0.05 },
  ...['WC PUT *', 'WC POST *', 'SITE POST *'].flatMap((operation) => [
    { kind: 'server_error_after', operation, probability: 0.1 },
    { kind: 'disconnect_after', operation, probability: 0.05 },
  ]),
  { kind: 'slow', probability: 0.1, delay_ms: 2_000 },
  { kind: 'stale_balance', probability: 0.1, delay_ms: 10_000 },
]
const SITUATIONS = {
  6: 'Em aberto',
  9: 'Atendido',
  12: 'Cancelado',
  15: 'Em andamento',
  18: 'Venda agenciada',
  21: 'Em digitação',
  24: 'Verificado',
}
const DELIVERIES = {
  queued: 'na fila',
  delivered: 'entregue',
  failed: 'falhou',
  dropped: 'perdido',
  discarded: 'descartado',
}
const SHOWN = 25

const at = (id) => document.getElementById(id)
let chosen = ''
let clockMode = 'real'
let rules = []

/** Calls the control API; what it refuses is shown to the person. */
export async function send(method, path, body) {
  const json =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`/_sandbox${path}`, { method, ...json })
  const result = await answer.json()
  at('message').textContent = answer.ok ? '' : result.error
  if (!answer.ok) throw new Error(result.error)
  return result
}

async function act(method, path, body) {
  await send(method, path, body)
  await show()
}

/** A line of a table; a cell is a text or a list of elements. */
export function row(cells) {
  const line = document.createElement('tr')
  for (const cell of cells) {
    const box = document.createElement('td')
    box.append(...(Array.isArray(cell) ? cell : [String(cell ?? '')]))
    line.append(box)
  }
  return line
}

/** A button that does something. */
export function button(text, run) {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = text
  made.addEventListener('click', run)
  return made
}

/** Fills a list of choices without losing what is chosen. */
export function choices(select, options) {
  const kept = select.value
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)))
  if (options.some(([value]) => String(value) === kept)) select.value = kept
}

function time(ms) {
  return new Date(ms).toLocaleTimeString('pt-BR')
}

async function show() {
  const [clock, companies, faults, apps, webhooks, calls] = await Promise.all(
    ['/clock', '/companies', '/faults', '/apps', `/webhooks?limit=${SHOWN}`, `/calls?limit=${SHOWN}`].map(
      (path) => send('GET', path),
    ),
  )
  showClock(clock)
  showFaults(faults.rules)
  at('apps').replaceChildren(
    ...apps.items.map((app) => row([app.name, app.client_id, app.client_secret, app.webhook_url])),
  )
  at('webhooks').replaceChildren(
    ...webhooks.items
      .reverse()
      .map((item) =>
        row([
          time(item.created_at),
          item.event,
          DELIVERIES[item.state],
          item.attempts.map((attempt) => attempt.status ?? attempt.error).join(', '),
        ]),
      ),
  )
  at('calls').replaceChildren(
    ...calls.items
      .reverse()
      .map((item) => row([time(item.at), item.operation, item.status ?? 'sem resposta', item.fault])),
  )
  choices(
    at('company'),
    companies.items.map((company) => [company.company_id, company.name]),
  )
  chosen = at('company').value
  if (chosen) await showCompany()
}

function showClock(clock) {
  clockMode = clock.mode
  at('clock').textContent =
    `${new Date(clock.now_ms).toLocaleString('pt-BR')} (${clock.mode === 'manual' ? 'parado' : 'correndo'})`
  at('clock-mode').textContent = clock.mode === 'manual' ? 'Soltar o relógio' : 'Parar o relógio'
}

function showFaults(current) {
  rules = current
  at('faults').replaceChildren(
    ...current.map((rule) => {
      const line = document.createElement('li')
      const times = rule.times === undefined ? '' : `, mais ${rule.times} vez(es)`
      line.textContent = `${FAULTS[rule.kind]} em ${rule.operation ?? 'tudo'}, probabilidade ${rule.probability}${times}`
      return line
    }),
  )
}

async function showCompany() {
  const state = await send('GET', `/companies/${chosen}/state`)
  const product = new Map(state.products.map((item) => [item.id, item.name]))
  const deposit = new Map(state.deposits.map((item) => [item.id, item.name]))
  at('is-active').checked = state.company.is_active
  at('reserves-stock').checked = state.company.settings.reserves_stock
  for (const name of ['movement', 'new-order']) choices(at(name).elements.product_id, [...product])
  choices(at('movement').elements.deposit_id, [...deposit])
  at('balances').replaceChildren(
    ...state.balances.map((item) =>
      row([
        product.get(item.product_id),
        deposit.get(item.deposit_id),
        item.physical,
        item.reserved,
        item.virtual,
      ]),
    ),
  )
  at('orders').replaceChildren(
    ...state.orders.reverse().map((order) => {
      const items = order.items
        .map((item) => `${item.quantity} × ${product.get(item.product_id) ?? '?'}`)
        .join(', ')
      const situation = `${SITUATIONS[order.situation_id] ?? order.situation_id}${order.launched ? ', estoque lançado' : ''}`
      return row([
        order.number,
        order.shop_number,
        situation,
        items,
        order.total.toLocaleString('pt-BR', { minimumFractionDigits: 2 }),
        orderButtons(order),
      ])
    }),
  )
}

function orderButtons(order) {
  const path = `/companies/${chosen}/orders/${order.id}`
  return [
    order.launched
      ? button('Estornar', () => act('POST', `${path}/unship`))
      : button('Despachar', () => act('POST', `${path}/ship`)),
    button('Atender', () => act('PATCH', path, { situation_id: 9 })),
    button('Cancelar', () => act('PATCH', path, { situation_id: 12 })),
    button('Excluir', () => act('DELETE', path)),
  ]
}

/** The fields of a form that were filled; those of type number, and ids, as numbers. */
function fields(form) {
  const found = {}
  for (const input of form.elements) {
    if (!input.name || input.value === '') continue
    const numeric = input.type === 'number' || input.name.endsWith('_id')
    found[input.name] = numeric ? Number(input.value) : input.value
  }
  return found
}

function onSubmit(id, run) {
  at(id).addEventListener('submit', (event) => {
    event.preventDefault()
    run(fields(event.target)).then(() => event.target.reset())
  })
}

for (const [kind, text] of Object.entries(FAULTS)) at('new-fault').elements.kind.add(new Option(text, kind))
for (const element of document.querySelectorAll('[data-advance]')) {
  element.addEventListener('click', () =>
    act('POST', '/clock', { advance_ms: Number(element.dataset.advance) }),
  )
}
at('clock-mode').addEventListener('click', () =>
  act('PUT', '/clock', { mode: clockMode === 'manual' ? 'real' : 'manual' }),
)
at('settle').addEventListener('click', () => act('POST', '/settle'))
at('company').addEventListener('change', show)
at('is-active').addEventListener('change', (event) =>
  act('PATCH', `/companies/${chosen}`, { is_active: event.target.checked }),
)
at('reserves-stock').addEventListener('change', (event) =>
  act('PATCH', `/companies/${chosen}`, { settings: { reserves_stock: event.target.checked } }),
)
at('bad-day').addEventListener('click', () => act('PUT', '/faults', { rules: BAD_DAY }))
at('clear-faults').addEventListener('click', () => act('PUT', '/faults', {}))
onSubmit('new-company', (body) => act('POST', '/companies', body))
onSubmit('new-app', (body) => act('POST', '/apps', body))
onSubmit('new-deposit', (body) => act('POST', `/companies/${chosen}/deposits`, body))
onSubmit('new-product', ({ quantity, ...body }) =>
  act('POST', `/companies/${chosen}/products`, { ...body, stock: [{ quantity: quantity ?? 0 }] }),
)
onSubmit('movement', (body) => act('POST', `/companies/${chosen}/movements`, body))
onSubmit('new-order', ({ product_id, quantity, ...body }) =>
  act('POST', `/companies/${chosen}/orders`, { ...body, items: [{ product_id, quantity }] }),
)
onSubmit('new-fault', (rule) => act('PUT', '/faults', { rules: [...rules, rule] }))

show()
setInterval(() => {
  // A person filling a form or choosing from a list is not disturbed.
  if (!document.hidden && !document.activeElement?.closest('form, select')) show()
}, 2000)
