import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openWorld } from './support/world.ts'

const MAIN = new URL('../../src/sandbox/main.ts', import.meta.url).pathname

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Starts the program itself and waits for its one line. */
async function startProgram(
  dataDir: string,
): Promise<{ readonly url: string; readonly child: ChildProcess; readonly line: string }> {
  const environment = { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: dataDir, SANDBOX_SEED: 'demo' }
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)))
    child.once('exit', (code) => reject(new Error(`exited with ${code}`)))
  })
  return { url: /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '', child, line }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
async function steer(url: string, method: string, path: string, body?: unknown): Promise<any> {
  const json =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await fetch(`${url}/_sandbox${path}`, { method, ...json })).json()
}

describe('the program', () => {
  it('prints one line with its address, keeps everything it answered through kill -9, and stops on SIGTERM', async () => {
    const dataDir = folder()
    const first = await startProgram(dataDir)
    expect(first.line.trim().split('\n')).toHaveLength(1)
    const { company_id } = await steer(first.url, 'POST', '/companies', { name: 'W' })
    const app = await steer(first.url, 'POST', '/apps', { name: 'X', redirect_uri: 'http://localhost/' })
    const token = await steer(first.url, 'POST', '/tokens', { client_id: app.client_id, company_id })
    const one = `/companies/${company_id}`
    const { product_id } = await steer(first.url, 'POST', `${one}/products`, {
      name: 'Caneca',
      stock: [{ quantity: 9 }],
    })
    await steer(first.url, 'POST', '/clock', { advance_ms: 1_000 })
    const before = await steer(first.url, 'GET', `${one}/state`)
    first.child.kill('SIGKILL')
    await ended(first.child)
    const second = await startProgram(dataDir)
    expect(await steer(second.url, 'GET', `${one}/state`)).toEqual(before)
    const headers = { authorization: `Bearer ${token.access_token}` }
    const answer = await fetch(`${second.url}/Api/v3/estoques/saldos?idsProdutos[]=${product_id}`, {
      headers,
    })
    expect(await answer.json()).toMatchObject({ data: [{ saldoFisicoTotal: 9 }] })
    second.child.kill('SIGTERM')
    expect(await ended(second.child)).toBe(0)
    const third = await startProgram(dataDir)
    expect(await steer(third.url, 'GET', `${one}/state`)).toMatchObject({ balances: before.balances })
  })
})

describe('the program under load', () => {
  it('has every movement it acknowledged when it is killed while it writes', async () => {
    const dataDir = folder()
    const first = await startProgram(dataDir)
    await steer(first.url, 'PUT', '/limits', { per_second: 0, ip_rules: false })
    const { company_id } = await steer(first.url, 'POST', '/companies', { name: 'W' })
    const one = `/companies/${company_id}`
    const { product_id } = await steer(first.url, 'POST', `${one}/products`, { name: 'Caneca' })
    const acknowledged: number[] = []
    const write = async (): Promise<void> => {
      for (;;) {
        const movement = await steer(first.url, 'POST', `${one}/movements`, {
          product_id,
          operation: 'E',
          quantity: 1,
        })
        acknowledged.push(movement.id)
        if (acknowledged.length === 300) first.child.kill('SIGKILL')
      }
    }
    await Promise.allSettled([write(), write(), write()])
    const second = await startProgram(dataDir)
    const state = await steer(second.url, 'GET', `${one}/state`)
    const kept = new Set(state.movements.map(({ id }: { id: number }) => id))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    expect(state.balances[0].physical).toBe(state.movements.length)
  })
})

describe('a folder', () => {
  it('survives a line torn by a crash, losing nothing that was answered', async () => {
    const dataDir = folder()
    const first = await openWorld({ dataDir })
    first.control.addProduct(first.company_id, { name: 'Caneca', stock: [{ quantity: 3 }] })
    const balances = first.control.state(first.company_id).balances
    appendFileSync(join(dataDir, 'changes.jsonl'), '[["balances","')
    const second = await openWorld({ dataDir })
    expect(second.control.state(first.company_id).balances).toEqual(balances)
    const { product_id } = second.control.addProduct(first.company_id, { name: 'Depois' })
    const third = await openWorld({ dataDir })
    expect(third.control.state(first.company_id).products.map(({ id }) => id)).toContain(product_id)
  })

  it('keeps webhooks that wait for their next try, the clock and the faults', async () => {
    const dataDir = folder()
    const first = await openWorld({ dataDir })
    first.receiver.answer(500)
    first.control.addProduct(first.company_id, { name: 'Caneca' })
    await first.control.settle()
    first.control.setFaults([{ kind: 'slow', operation: 'nada' }])
    const next = first.control.clock()
    await first.sandbox.close()
    expect(readFileSync(join(dataDir, 'changes.jsonl'), 'utf8')).toBe('')
    first.receiver.answer(200)
    const second = await openWorld({ dataDir })
    expect(second.control.clock().next_due_at).toBe(next.next_due_at)
    second.control.advance(60_000)
    expect((await second.control.settle()).delivered).toBe(1)
    expect(first.receiver.received).toHaveLength(2)
    expect((await second.steer('GET', '/faults')).json.rules).toHaveLength(1)
  })

  it('keeps how many calls a company made today, without writing at every call: a crash forgives the last 99', async () => {
    const dataDir = folder()
    const first = await openWorld({ dataDir })
    const read = async (times: number) => {
      for (let count = 0; count < times; count += 1) await first.api('GET', '/depositos')
    }
    const counted = async () =>
      (await openWorld({ dataDir })).control.state(first.company_id).company.calls_today
    const written = () => readFileSync(join(dataDir, 'changes.jsonl'), 'utf8').length
    first.control.setLimits({ used_today: { [first.company_id]: 5_000 } })
    const before = written()
    await read(99)
    expect(written()).toBe(before)
    expect(await counted()).toBe(5_000)
    await read(1)
    expect(await counted()).toBe(5_100)
    await read(7)
    await first.sandbox.close()
    expect(await counted()).toBe(5_107)
  })
})
