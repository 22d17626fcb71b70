import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import type { Connection } from '../../src/server/db/database.ts'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { eventually } from '../support/eventually.ts'
import { killServer, newDataFolder } from './data-folder.ts'
import { query } from './query.ts'
import { runApp } from './run-app.ts'

const dataDir = newDataFolder()
const firstStarts = [0, 100, 400].map((afterMs) => ({ afterMs, folder: newDataFolder() }))

it('takes over the PostgreSQL that a killed app left running', async () => {
  const app = runApp(dataDir)
  const { pid, connection } = await app.said('ready')
  await query(connection, 'create table kept (n int)')
  await query(connection, 'insert into kept values (1)')
  await app.end('SIGKILL')

  const engine = await startEngine({ dataDir })
  expect(engine.pid).toBe(pid)
  expect(await query(engine.connection, 'select n from kept')).toEqual([{ n: 1 }])
  await engine.stop()
})

it('restarts a left server whose settings are not those of this app', async () => {
  const app = runApp(dataDir, { settings: { shared_buffers: '16MB' } })
  const { pid } = await app.said('ready')
  await app.end('SIGKILL')

  const engine = await startEngine({ dataDir })
  expect(engine.pid).not.toBe(pid)
  expect(await query(engine.connection, 'show shared_buffers')).toEqual([{ shared_buffers: '96MB' }])
  await engine.stop()
})

it('stops its server in good order on SIGTERM', async () => {
  const app = runApp(dataDir)
  await app.said('ready')
  await app.end('SIGTERM')
  expect(await killServer(dataDir)).toBeUndefined()
})

it('loses nothing that was acknowledged when app and server are killed together, four times', async () => {
  const acknowledged: number[] = []
  let lastId = 0
  for (const round of [1, 2, 3, 4]) {
    const app = runApp(dataDir)
    const { connection } = await app.said('ready')
    await query(connection, 'create table if not exists sales (id int primary key)')
    const goal = acknowledged.length + 40 * round
    const writing = writeUntilCut(connection, () => ++lastId, acknowledged)
    await eventually('enough commits are acknowledged', () => (acknowledged.length > goal ? true : undefined))
    await Promise.all([app.end('SIGKILL'), killServer(dataDir)])
    await writing
  }
  const engine = await startEngine({ dataDir })
  const statement = 'select count(*)::int as n from sales where id = any($1)'
  const rows = await query(engine.connection, statement, [acknowledged])
  await engine.stop()
  expect(rows).toEqual([{ n: acknowledged.length }])
})

it('starts over a first start that was killed at any moment, and leaves no half folder', async () => {
  for (const { afterMs, folder } of firstStarts) {
    const { home } = layoutOf(folder)
    const app = runApp(folder)
    await app.said('progress')
    const begun = performance.now()
    await eventually('its moment to die', () => (performance.now() - begun >= afterMs ? true : undefined))
    await app.end('SIGKILL')

    const engine = await startEngine({ dataDir: folder })
    expect(await query(engine.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(readdirSync(home).filter((name) => name.startsWith('draft'))).toEqual([])
    await engine.stop()
  }
})

it('tells the app when its server dies', async () => {
  const app = runApp(dataDir)
  await app.said('ready')
  await killServer(dataDir)
  expect(await app.said('exit')).toMatchObject({
    code: 'ENGINE_STOPPED',
    message: expect.stringContaining('parou sozinho'),
  })
  await app.end('SIGKILL')
})

it('goes on, and keeps the folder to itself, when one process of the server crashes', async () => {
  const app = runApp(dataDir)
  const { connection } = await app.said('ready')
  const victims = await query<{ pid: number }>(
    connection,
    `select pid from pg_stat_activity where application_name like 'processo %'`,
  )
  expect(victims).toHaveLength(1)
  for (const { pid } of victims) process.kill(pid, 'SIGKILL')

  await eventually('the lock is taken again', async () => {
    const holders = await query(
      connection,
      `select pid from pg_locks where locktype = 'advisory' and granted and pid <> $1`,
      [victims[0]?.pid],
    ).catch(() => [])
    return holders.length === 1 ? true : undefined
  })
  await expect(startEngine({ dataDir })).rejects.toMatchObject({ code: 'DATA_IN_USE' })
  expect(app.events.map(({ kind }) => kind)).not.toContain('exit')
  await app.end('SIGTERM')
})

it('is not stopped by a lock file whose number now belongs to another program', async () => {
  const app = runApp(dataDir)
  await app.said('ready')
  await Promise.all([app.end('SIGKILL'), killServer(dataDir)])
  const stranger = strangerIn(dataDir)
  const engine = await startEngine({ dataDir })
  expect(await query(engine.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await engine.stop()
  stranger.kill()
})

/** Inserts one row after another until the server is gone, and notes each one whose commit was acknowledged. */
async function writeUntilCut(
  connection: Connection,
  nextId: () => number,
  acknowledged: number[],
): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined) // told by the insert that fails
  await client.connect()
  const insertNext = async (): Promise<boolean> => {
    const id = nextId()
    const result = await client.query('insert into sales values ($1)', [id]).catch(() => undefined)
    if (result !== undefined) acknowledged.push(id)
    return result !== undefined
  }
  while (await insertNext());
}

/** Runs another program as the user of the server and writes its number into the server's lock file. */
function strangerIn(folder: string): ChildProcess {
  const { cluster } = layoutOf(folder)
  const { uid, gid } = statSync(cluster)
  const stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {})
  const lockFile = join(cluster, 'postmaster.pid')
  writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, String(stranger.pid)))
  return stranger
}
