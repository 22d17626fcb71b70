import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { createClient } from '../../src/client/estoqueuni-client.ts'
import { emailOf } from '../../src/demo/company.ts'
import { runningEngine } from '../../src/server/db/engine/running-engine.ts'
import { eventually } from '../support/eventually.ts'
import { endDemos, startDemo as startDemoIn, welcomeOf } from './support/demo-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'estoqueuni-demo-'))
const startDemo = (env: Record<string, string> = {}) => startDemoIn({ DATA_DIR: folder, ...env })

afterEach(endDemos)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('makes its history once, anew when it was killed before the end, and keeps its password', async () => {
  const killed = startDemo({ DEMO_DAYS: '60' })
  await eventually('the history has begun', () => /histórico: \d/.test(killed.printed()) || undefined, 50_000)
  await killed.end('SIGKILL')
  expect(killed.printed()).not.toContain('pronto em')

  const first = startDemo()
  const { address, password } = await welcomeOf(first)
  expect(new URL(address).hostname).toBe('127.0.0.1')
  const client = createClient({ address })
  await client.auth.signIn({ email: emailOf('marina'), password })
  const { items } = await client.inventory.getMovements({ limit: 1 })
  expect(await client.ledger.verify()).toMatchObject({ ok: true, verified_up_to_seq: items[0]?.seq })
  expect(await first.end('SIGINT')).toBe(0)
  expect(first.printed()).not.toContain('"err"')
  expect(await runningEngine(folder)).toBeUndefined()

  const second = startDemo()
  expect((await welcomeOf(second)).password).toBe(password)
  expect(second.printed()).not.toContain('histórico')
}, 180_000)

it('sells while it runs', async () => {
  const demo = startDemo({ DEMO_LIVE: '1' })
  const { address, password } = await welcomeOf(demo)
  const client = createClient({ address })
  await client.auth.signIn({ email: emailOf('marina'), password })
  const before = (await client.sales.list({ limit: 1 })).items[0]?.number
  const sold = async () => {
    const number = (await client.sales.list({ limit: 1 })).items[0]?.number
    return number === before ? undefined : number
  }
  expect(await eventually('a live sale', sold, 50_000)).toBeGreaterThan(before ?? 0)
})

it('leaves the data of a real company alone', async () => {
  const data = mkdtempSync(join(tmpdir(), 'estoqueuni-real-'))
  mkdirSync(join(data, 'postgres'))
  try {
    const demo = startDemo({ DATA_DIR: data })
    const [code] = await once(demo.child, 'exit')
    expect(code).toBe(1)
    expect(demo.printed()).toContain('não são da demonstração')
    expect(readdirSync(data)).toEqual(['postgres'])
  } finally {
    rmSync(data, { recursive: true })
  }
})
