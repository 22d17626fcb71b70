import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await startTestApp()
})
afterAll(() => test.close())

const ask = (url: string, options: { remoteAddress?: string; headers?: Record<string, string> } = {}) =>
  test.app.http.inject({ method: 'GET', url, remoteAddress: '127.0.0.1', ...options })

it('says that it lives, and tells Prometheus of this machine how busy it is', async () => {
  expect((await ask('/health')).json()).toEqual({ status: 'ok' })
  await test.owner.get('/me')
  const { statusCode, headers, body } = await ask('/metrics')
  expect([statusCode, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')])
  expect(body).toMatch(/^estoqueuni_stock_commands_waiting 0$/m)
  expect(body).toMatch(
    /^estoqueuni_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/me",status="200"\} \d/m,
  )
})

it('shows metrics to no other machine, and to nobody behind a proxy of this one', async () => {
  expect((await ask('/metrics', { remoteAddress: '198.51.100.7' })).statusCode).toBe(404)
  for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
    expect([name, (await ask('/metrics', { headers: { [name]: '198.51.100.7' } })).statusCode]).toEqual([
      name,
      404,
    ])
})

it('is ready while its database answers, and not without it', async () => {
  const ready = await ask('/ready')
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ok' }])
  await test.database.drop()
  const lost = await ask('/ready')
  expect([lost.statusCode, lost.json()]).toEqual([503, { status: 'starting' }])
  expect((await ask('/health')).statusCode).toBe(200)
})
