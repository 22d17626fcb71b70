import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

const VERIFY = fileURLToPath(new URL('../../src/server/verify.ts', import.meta.url))

let test: TestApp
beforeAll(async () => {
  test = await startTestApp()
  const product_id = await makeProduct(test.owner)
  await putLevel(test.owner, test.branch_id, product_id, 5, 0)
  await putLevel(test.owner, test.branch_id, product_id, 4, 3)
})
afterAll(() => test.close())

/** Runs the command as a person would, against the test's database. */
async function verify(): Promise<{ code: number | null; text: string }> {
  const { user, password, host, port, database } = test.database.connection
  const place = host.startsWith('/')
    ? `localhost:${port}/${database}?host=${host}`
    : `${host}:${port}/${database}`
  const url = `postgres://${user}:${encodeURIComponent(password)}@${place}`
  const child = spawn(process.execPath, [VERIFY], { env: { ...process.env, DATABASE_URL: url } })
  let text = ''
  child.stdout.on('data', (part) => {
    text += part
  })
  child.stderr.on('data', (part) => {
    text += part
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, text }
}

it('says that all ledgers hold and ends well', async () => {
  const { code, text } = await verify()
  expect(text).toMatch(/^Bar do Teste: tudo confere, 2 movimentações em .* s, raiz [0-9a-f]{64}\n$/)
  expect(code).toBe(0)
})

it('names what does not hold and ends badly', async () => {
  const client = new pg.Client(test.database.connection)
  await client.connect()
  await client.query(`select set_config('app.tenant_id', $1, false)`, [test.tenant_id])
  await client.query('alter table stock_movements disable trigger user')
  await client.query(`update stock_movements set notes = 'x' where seq = 2`)
  await client.end()
  const { code, text } = await verify()
  expect(text).toContain('HÁ DIFERENÇAS')
  expect(text).toContain('provado até a movimentação 1\n')
  expect(text).toContain('a movimentação foi alterada (seq 2,')
  expect(code).toBe(1)
})
