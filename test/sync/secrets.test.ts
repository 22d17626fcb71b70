import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { ok, openSyncWorld, type SyncWorld } from '../support/sync-world.ts'

let world: SyncWorld
afterEach(() => world.close())

const CUSTOMER = { nome: 'Maria Silva Pereira', telefone: '(11) 98765-4321', numeroDocumento: '12345678909' }

it('leaves no token, secret or customer in the answers, the database and the logs of a full run (sync 80)', async () => {
  const lines: string[] = []
  const tokens = new Set<string>()
  world = await openSyncWorld({
    logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    async through(request, next) {
      const answer = await next(request)
      if (request.url.includes('/oauth/token')) {
        const { access_token, refresh_token } = JSON.parse(answer.text)
        for (const token of [access_token, refresh_token]) if (typeof token === 'string') tokens.add(token)
      }
      return answer
    },
  })
  const { control, w, y, test } = world
  const contact = await customer()
  await world.reserveIn(w, 'nowhere')
  const order_id = world.order(w, 2, { contact_id: contact, notes: `ligar para ${CUSTOMER.telefone}` })
  await world.settle()
  control.setFaults([
    { kind: 'server_error_before', company_id: y.company_id, operation: 'GET /estoques/saldos' },
    { kind: 'server_error_after', company_id: w.company_id, operation: 'POST /estoques', times: 1 },
  ])
  world.set(w, 'P1', 12)
  await world.settle()
  control.setFaults([{ kind: 'disconnect_before', operation: 'GET /pedidos/vendas/{idPedidoVenda}' }])
  control.patchOrder(w.company_id, order_id, { situation_id: 15 })
  await world.settle()
  control.setFaults()
  control.expireTokens({ company_id: w.company_id })
  await world.pass(7 * 3_600_000)
  control.revokeTokens({ company_id: y.company_id })
  world.set(w, 'P1', 13)
  await world.settle()
  await world.reconnect(y)
  await world.pass(31 * 60_000)
  expect(world.shown()).toBe('W.C 20, Y.C 20, W.E 5')

  const secrets = [...tokens, await clientSecret()]
  expect(tokens.size).toBeGreaterThanOrEqual(8)
  const found = (text: string, words: readonly string[]) => words.filter((word) => text.includes(word))
  const log = lines.join('')
  expect(lines.length).toBeGreaterThan(20)
  expect(log).toContain('request_id')
  expect(found(log, [...secrets, 'Bearer ', 'Basic ', 'Maria', '98765', CUSTOMER.numeroDocumento])).toEqual(
    [],
  )
  const kept = await everyRow()
  expect(kept).toContain(w.account_id)
  expect(found(kept, [...secrets, 'Maria', '98765', CUSTOMER.numeroDocumento])).toEqual([])
  const answers = await Promise.all(
    [
      '/bling/apps',
      '/bling/accounts',
      `/bling/accounts/${w.account_id}`,
      `/sync/accounts/${w.account_id}`,
      '/sync/status',
      '/sync/demand',
      '/inbox?limit=200',
      '/audit?limit=200',
    ].map(async (path) => JSON.stringify((await ok(test.owner.get(path))).body)),
  )
  const shown = answers.join('')
  expect(found(shown, [...secrets, 'access_token', 'refresh_token', 'client_secret', 'Maria'])).toEqual([])
})

/** Adds a customer to W as a shop's own system does, over Bling's API. */
async function customer(): Promise<number> {
  const [app] = (await ok(world.test.owner.get('/bling/apps'))).body.items
  const { client_id } = app
  const { access_token } = world.control.connect({ client_id, company_id: world.w.company_id })
  const response = await fetch(`${world.sandbox.url}/Api/v3/contatos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...CUSTOMER, tipo: 'F', situacao: 'A' }),
  })
  const body = (await response.json()) as { data: { id: number } }
  return body.data.id
}

/** The secret of our application as the sandbox knows it. */
async function clientSecret(): Promise<string> {
  const [app] = (await ok(world.test.owner.get('/bling/apps'))).body.items
  const text = JSON.stringify(world.control.dump())
  const [, secret] = new RegExp(`"client_id":"${app.client_id}","client_secret":"([^"]+)"`).exec(text) ?? []
  if (secret === undefined) throw new Error('the sandbox does not tell the secret')
  return secret
}

/** Every row of every table as text: what a dump of the database would hold. */
async function everyRow(): Promise<string> {
  const tables = await world.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await world.query<{ text: string }>(`select t::text as text from ${name} t`)
    texts.push(...rows.map((row) => row.text))
  }
  return texts.join('\n')
}
