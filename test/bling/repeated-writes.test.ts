import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Caller, Reply } from '../support/test-app.ts'
import { type ConnectedApp, startConnectedApp } from './support/connected-app.ts'

let app: ConnectedApp
let owner: Caller
let account: { account_id: string; company_id: string }
beforeAll(async () => {
  app = await startConnectedApp()
  owner = app.test.owner
  account = await app.connect('Loja W')
})
afterAll(() => app.close())

/** Sends a write twice under one key, and another body under it; gives the first answer. */
async function twice(send: (body: object, key: string) => Promise<Reply>, body: object, other: object) {
  const key = randomUUID()
  const first = await send(body, key)
  const again = await send(body, key)
  expect(first.status, JSON.stringify(first.body)).toBeLessThan(300)
  expect([again.status, again.body]).toEqual([first.status, first.body])
  expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([
    ...[undefined, 'true'],
  ])
  expect((await send(other, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED')
  return first
}
const auditOf = async (action: string) => (await owner.get(`/audit?action=${action}`)).body.items.length

it('registers an application once per key', async () => {
  const wanted = { client_id: 'um-client-id', client_secret: 'um-segredo' }
  const post = (body: object, key: string) => owner.post('/bling/apps', body, key)
  const { status, body } = await twice(post, wanted, { ...wanted, name: 'Outro' })
  expect([status, body.client_id]).toEqual([201, 'um-client-id'])
  expect(await auditOf('bling.app_registered')).toBe(2)
  const patch = (change: object, key: string) => owner.patch(`/bling/apps/${body.id}`, change, key)
  const changed = await twice(patch, { client_secret: 'outro-segredo' }, { client_secret: 'mais-um-segredo' })
  expect(changed.status).toBe(200)
  expect(await auditOf('bling.app_changed')).toBe(1)
})

it('creates a deposit once per key, and asks Bling nothing the second time', async () => {
  const post = (body: object, key: string) =>
    owner.post(`/bling/accounts/${account.account_id}/deposits`, body, key)
  const made = await twice(post, { name: 'Compartilhado' }, { name: 'Outro' })
  expect(made.status).toBe(201)
  const there = app.sandbox.control.state(account.company_id).deposits.map(({ name }) => name)
  expect(there.filter((name) => name !== 'Geral')).toEqual(['Compartilhado'])
  const posts = app.sandbox.calls().filter(({ operation }) => operation === 'POST /depositos')
  expect(posts).toHaveLength(1)
  const lists = app.sandbox.calls().filter(({ operation }) => operation === 'GET /depositos')
  expect(lists).toHaveLength(2)
})

it('creates one deposit when it is asked for twice at once, whatever the keys and the case of its name', async () => {
  const path = `/bling/accounts/${account.account_id}/deposits`
  const key = randomUUID()
  const replies = await Promise.all([
    owner.post(path, { name: 'Loja' }, key),
    owner.post(path, { name: 'Loja' }, key),
    owner.post(path, { name: 'LOJA' }, randomUUID()),
    owner.post(path, { name: 'Loja' }),
  ])
  const made = replies.filter(({ status }) => status === 201)
  expect(made.length).toBeGreaterThan(0)
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
  const others = replies.filter(({ status }) => status !== 201)
  expect(others.map(({ body }) => body.code)).toEqual(others.map(() => 'NAME_TAKEN'))
  const there = app.sandbox.control.state(account.company_id).deposits.map(({ name }) => name.toLowerCase())
  expect(there.filter((name) => name === 'loja')).toHaveLength(1)
})

it('switches a deposit off once per key', async () => {
  const made = await owner.post(`/bling/accounts/${account.account_id}/deposits`, { name: 'Velho' })
  const path = `/bling/accounts/${account.account_id}/deposits/${made.body.id}/deactivate`
  await twice((body, key) => owner.post(path, body, key), { confirm_name: 'Velho' }, { confirm_name: 'V' })
  expect(await auditOf('bling.deposit_deactivated')).toBe(1)
})

it('gives the address just handed out again, and keeps it nowhere in the clear (sync 80)', async () => {
  const path = `/bling/accounts/${account.account_id}/legacy-callback`
  const key = randomUUID()
  const first = await owner.post(path, undefined, key)
  const again = await owner.post(path, undefined, key)
  expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true'])
  const token = first.body.url.split('/').at(-1)
  const answer = await fetch(`${app.address}/webhooks/bling/legacy/${token}`, {
    method: 'POST',
    body: new URLSearchParams({ data: '{}' }),
  })
  expect(answer.status).toBe(200)
  const db = new pg.Client(app.test.database.connection)
  await db.connect()
  const { rows } = await db.query('select k::text as row from idempotency_keys k where key = $1', [key])
  await db.end()
  expect(rows).toHaveLength(1)
  expect([rows[0].row.includes(token), rows[0].row.includes('sealed')]).toEqual([false, true])
})

it('takes up no choice again that a person has changed since', async () => {
  const path = `/bling/accounts/${account.account_id}`
  const key = randomUUID()
  expect((await owner.patch(path, { state: 'frozen' }, key)).body.state).toBe('frozen')
  await owner.patch(path, { state: 'active' })
  expect((await owner.patch(path, { state: 'frozen' }, key)).headers['idempotency-replayed']).toBe('true')
  expect((await owner.get(path)).body.state).toBe('active')
})

it('changes how an account is synchronised once per key', async () => {
  const path = `/sync/accounts/${account.account_id}`
  await twice((body, key) => owner.patch(path, body, key), { sweep_minutes: 45 }, { sweep_minutes: 50 })
  expect(await auditOf('sync.account_changed')).toBe(1)
})
