import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/server/db/database.ts'
import type { Jobs } from '../../src/server/jobs/queue.ts'
import { newId } from '../../src/server/kernel/ids.ts'
import { eventually } from '../support/eventually.ts'
import {
  COALESCED,
  MINUTELY,
  openJobs,
  openQueueDatabase,
  PLAIN,
  type QueueDatabase,
} from './queue-database.ts'
import { startWorker } from './worker-process.ts'

let db: QueueDatabase
let database: Database
let opened: Jobs[]
beforeEach(async () => {
  db = await openQueueDatabase()
  database = openDatabase(db.connection, () => undefined)
  opened = []
})
afterEach(async () => {
  for (const jobs of opened) await jobs.stop()
  await database.close()
  await db.close()
})

function open(): Jobs {
  const jobs = openJobs(db.connection)
  opened.push(jobs)
  return jobs
}

const until = (what: string, condition: () => boolean) =>
  eventually(what, () => (condition() ? true : undefined), 30_000)
const counting = (size: number) => Array.from({ length: size }, (_, index) => index + 1)
const states = async (name: string) =>
  (
    await db.ask<{ state: string }>('select state from pgboss.job where name = $1 order by created_on', [
      name,
    ])
  ).map((row) => row.state)

/** A promise that is kept by hand. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}

describe('the job queue', () => {
  it('runs under a role that owns nothing and may not change the schema', async () => {
    const jobs = open()
    await jobs.start()
    const rows = await db.ask<{ owns: boolean; creates: boolean }>(`
      select exists (select from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'estoqueuni_jobs') as owns,
             has_schema_privilege('estoqueuni_jobs', 'pgboss', 'create') or has_schema_privilege('estoqueuni_jobs', 'public', 'create') as creates`)
    expect(rows).toEqual([{ owns: false, creates: false }])
  })

  it('shares the work of many processes: each job is done once, by one of them', async () => {
    const workers = [await startWorker(db.connection), await startWorker(db.connection)]
    const asking = open()
    await asking.start()
    for (const n of counting(150)) await asking.enqueue(PLAIN, { n })
    const all = () => workers.flatMap((worker) => worker.done)
    await until('all is done', () => all().length >= 150)
    for (const worker of workers) await worker.end('SIGTERM')
    expect(all().toSorted((a, b) => a - b)).toEqual(counting(150))
    for (const worker of workers) expect(worker.done.length).toBeGreaterThan(10)
  })

  it('gives the job of a process that was killed to another', async () => {
    const asking = open()
    await asking.start()
    const victim = await startWorker(db.connection)
    await asking.enqueue(PLAIN, { n: 0 })
    await until('the job runs', () => victim.done.length === 1)
    await victim.end('SIGKILL')
    // Half a minute of silence, without waiting for it.
    await db.ask(`update pgboss.job set heartbeat_on = now() - interval '31 seconds' where state = 'active'`)
    const heir = await startWorker(db.connection)
    await until('it runs again', () => heir.done.length === 1)
    await heir.end('SIGKILL')
  })

  it('tries again later and later, then keeps the job among the dead letters with what went wrong', async () => {
    const jobs = open()
    const tries: { attempt: number; at: number }[] = []
    jobs.work(PLAIN, async (_payload, { attempt }) => {
      tries.push({ attempt, at: performance.now() })
      throw new Error('the shelf is closed')
    })
    await jobs.start()
    await jobs.enqueue(PLAIN, { n: 7 })
    await eventually(
      'it is among the dead letters',
      async () => ((await states('dead-letters')).length === 1 ? true : undefined),
      30_000,
    )
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    const [first = 0, second = 0, third = 0] = tries.map(({ at }) => at)
    expect(second - first).toBeGreaterThan(900)
    expect(third - second).toBeGreaterThan(1_900)
    const letters = await db.ask(
      `select data, source_name, output ->> 'message' as message from pgboss.job where name = 'dead-letters'`,
    )
    expect(letters).toEqual([{ data: { n: 7 }, source_name: 'test.plain', message: 'the shelf is closed' }])
  })

  it('refuses at the door what is not the payload of the job', async () => {
    const jobs = open()
    await jobs.start()
    await expect(jobs.enqueue(PLAIN, { n: 0.5 })).rejects.toThrow('n')
    expect(await states('test.plain')).toEqual([])
  })

  it('asks once for what is asked for many times while it waits, and once more while it runs', async () => {
    const jobs = open()
    const started: number[] = []
    const first = gate()
    jobs.work(COALESCED, async ({ n }) => {
      started.push(n)
      if (n === 1) await first.passed
    })
    await jobs.start()
    await jobs.enqueue(COALESCED, { n: 1 }, { singleton_key: 'sku' })
    await until('the first runs', () => started.length === 1)
    for (const n of [2, 3, 4]) await jobs.enqueue(COALESCED, { n }, { singleton_key: 'sku' })
    await jobs.enqueue(COALESCED, { n: 9 }, { singleton_key: 'another sku' })
    await until('the other key runs meanwhile', () => started.includes(9))
    expect(started).toEqual([1, 9])
    first.open()
    await until('the second runs', () => started.includes(2))
    expect(await states('test.coalesced')).toHaveLength(3)
  })

  it('gives a job inside a transaction when that commits, and forgets it when it rolls back', async () => {
    const jobs = open()
    const done: number[] = []
    jobs.work(PLAIN, async ({ n }) => void done.push(n))
    await jobs.start()
    const asked = database.tenant(newId(), async (tx) => {
      await jobs.enqueue(PLAIN, { n: 1 }, { tx })
      throw new Error('changed my mind')
    })
    await expect(asked).rejects.toThrow('changed my mind')
    await database.tenant(newId(), async (tx) => {
      await jobs.enqueue(PLAIN, { n: 2 }, { tx })
      expect(await tx.query({ text: 'select current_user as role', values: [] } as never)).toEqual([
        { role: 'estoqueuni_app' },
      ])
    })
    await until('the kept one is done', () => done.length === 1)
    expect(done).toEqual([2])
  })

  it('lets no coalesced job run before the transaction that also asked for it has committed', async () => {
    const asking = open()
    await asking.start()
    await asking.enqueue(COALESCED, { n: 1 }, { singleton_key: 'sku' })
    const working = open()
    const runs: string[] = []
    let isCommitted = false
    working.work(COALESCED, async () => void runs.push(isCommitted ? 'after' : 'before'))
    await database.tenant(newId(), async (tx) => {
      await asking.enqueue(COALESCED, { n: 2 }, { singleton_key: 'sku', tx })
      await working.start()
      await working.enqueue(COALESCED, { n: 3 }, { singleton_key: 'other' })
      await until('the worker had its chance', () => runs.length > 0)
      isCommitted = true
    })
    await until('it runs', () => runs.length === 2)
    expect(runs).toEqual(['before', 'after'])
    expect(await states('test.coalesced')).toHaveLength(2)
  })

  it('takes a named job once, and a deferred one not before its time', async () => {
    const jobs = open()
    const done: { n: number; at: number }[] = []
    jobs.work(PLAIN, async ({ n }) => void done.push({ n, at: Date.now() }))
    await jobs.start()
    const id = newId()
    const start_after = new Date(Date.now() + 1_500)
    await jobs.enqueueAll(PLAIN, [
      { payload: { n: 1 }, id },
      { payload: { n: 2 }, start_after },
    ])
    await until('the named one is done', () => done.length === 1)
    await jobs.enqueue(PLAIN, { n: 3 }, { id })
    await until('the deferred one is done', () => done.length === 2)
    expect(done.map(({ n }) => n)).toEqual([1, 2])
    expect(done[1]?.at).toBeGreaterThanOrEqual(start_after.getTime())
  })

  it('fires a schedule once for all processes together', async () => {
    const fired: string[] = []
    const work = (name: string): Jobs => {
      const jobs = open()
      jobs.work(MINUTELY, async (_payload, { id }) => void fired.push(`${name} ${id}`))
      return jobs
    }
    const [one, other] = [work('one'), work('other')]
    await Promise.all([one.start(), other.start()])
    const passes = new Set<number>()
    await eventually(
      'schedules are looked at again and again',
      async () => {
        const [row] = await db.ask<{ cron_on: Date | null }>('select cron_on from pgboss.version')
        if (row?.cron_on) passes.add(row.cron_on.getTime())
        return passes.size >= 5 && fired.length > 0 ? true : undefined
      },
      40_000,
    )
    const minutes = await db.ask(
      `select distinct singleton_on from pgboss.job where name = '__pgboss__send-it'`,
    )
    expect(fired).toHaveLength(minutes.length)
  })

  it('takes schedules out that the program no longer has', async () => {
    const before = open()
    await before.start()
    await db.ask(`update pgboss.schedule set name = 'test.plain' where name = 'test.minutely'`)
    await open().start()
    expect(await db.ask('select name from pgboss.schedule')).toEqual([{ name: 'test.minutely' }])
  })

  it('waits for what runs when it stops, and begins nothing more', async () => {
    const jobs = open()
    const done: number[] = []
    const first = gate()
    let hasBegun = false
    jobs.work({ ...PLAIN, concurrency: 1 }, async ({ n }) => {
      hasBegun = true
      if (n === 1) await first.passed
      done.push(n)
    })
    await jobs.start()
    await jobs.enqueue(PLAIN, { n: 1 })
    await until('the first has begun', () => hasBegun)
    await jobs.enqueue(PLAIN, { n: 2 })
    const stopping = jobs.stop()
    first.open()
    await stopping
    expect(done).toEqual([1])
    expect(await states('test.plain')).toEqual(['completed', 'created'])
  })

  it('hears within a second what another process says', async () => {
    const jobs = open()
    await jobs.start()
    const heard: string[] = []
    await jobs.listen(
      'estoqueuni',
      (message) => heard.push(message),
      () => undefined,
    )
    await db.ask(`select pg_notify('estoqueuni', 'outbox x')`)
    await eventually('it is heard', () => heard[0], 1_000)
  })
})
