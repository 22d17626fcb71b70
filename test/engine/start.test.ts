import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { EXTENSIONS } from '../../src/server/db/engine/connection-from-url.ts'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { runningEngine } from '../../src/server/db/engine/running-engine.ts'
import { type Engine, startEngine } from '../../src/server/db/engine/start-engine.ts'
import { newDataFolder } from './data-folder.ts'
import { query } from './query.ts'

const dataDir = newDataFolder()
const layout = layoutOf(dataDir)

describe('a first start', () => {
  let engine: Engine
  const steps: string[] = []

  beforeAll(async () => {
    engine = await startEngine({ dataDir, onProgress: (step) => steps.push(step) })
    return () => engine.stop()
  })

  it('says what it is doing and leaves no drafts', () => {
    expect(steps).toEqual(['Criando o banco de dados', 'Abrindo o banco de dados'])
    expect(readdirSync(layout.home).toSorted()).toEqual(expect.arrayContaining(['cluster', 'password']))
    expect(readdirSync(layout.home).filter((name) => /draft|password\./.test(name))).toEqual([])
  })

  it('gives a connection of the owner to the app’s database', async () => {
    const rows = await query(
      engine.connection,
      `select current_user as role, current_database() as db, rolsuper from pg_roles where rolname = current_user`,
    )
    expect(rows).toEqual([{ role: 'estoqueuni_owner', db: 'estoqueuni', rolsuper: true }])
  })

  it('keeps the data and the password from other users', async () => {
    expect(statSync(layout.passwordFile).mode & 0o777).toBe(0o600)
    expect(statSync(layout.cluster).mode & 0o777).toBe(0o700)
    expect(statSync(layout.home).mode & 0o007).toBe(0)
    expect(readFileSync(layout.passwordFile, 'utf8').length).toBeGreaterThanOrEqual(32)
    await expect(query({ ...engine.connection, password: 'outra' }, 'select 1')).rejects.toMatchObject({
      code: '28P01',
    })
  })

  it('listens on a private socket and on no network address', async () => {
    const rows = await query(
      engine.connection,
      `select setting from pg_settings where name = 'listen_addresses'`,
    )
    expect(rows).toEqual([{ setting: '' }])
    expect(statSync(engine.connection.host).mode & 0o077).toBe(0)
    expect(existsSync(join(engine.connection.host, '.s.PGSQL.5432'))).toBe(true)
  })

  it('never gives up durability', async () => {
    const rows = await query<{ name: string; setting: string }>(
      engine.connection,
      `select name, setting from pg_settings where name in
         ('fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum', 'jit', 'data_checksums', 'TimeZone', 'server_encoding')`,
    )
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      autovacuum: 'on',
      data_checksums: 'on',
      jit: 'off',
      TimeZone: 'UTC',
      server_encoding: 'UTF8',
    })
  })

  it('has the extensions that the migrations create', async () => {
    const rows = await query<{ name: string }>(
      engine.connection,
      'select name from pg_available_extensions where name = any($1)',
      [EXTENSIONS],
    )
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...EXTENSIONS].toSorted())
  })

  it('sorts Brazilian names and takes accented letters for letters', async () => {
    const names = await query<{ name: string }>(
      engine.connection,
      `select name from unnest(array['Zebra', 'Água', 'agua', 'Ácido', 'ção', 'Cz']) name order by name collate "pt-BR-x-icu"`,
    )
    expect(names.map(({ name }) => name)).toEqual(['Ácido', 'agua', 'Água', 'ção', 'Cz', 'Zebra'])
    await query(engine.connection, 'create extension pg_trgm')
    const rows = await query(
      engine.connection,
      `select similarity('ação', 'acao') < 0.5 as differ, lower('AÇÃO') as small, cardinality(show_trgm('ação')) as trigrams`,
    )
    expect(rows).toEqual([{ differ: true, small: 'ação', trigrams: 5 }])
  })

  it('writes its log into the data folder', () => {
    expect(
      readdirSync(join(layout.cluster, 'log')).some((name) => /^postgresql-\w{3}\.log$/.test(name)),
    ).toBe(true)
  })

  it('can be found by another program', async () => {
    expect(await runningEngine(dataDir)).toEqual(engine.connection)
  })
})

describe('later starts', () => {
  it('keep the data, take under 0.3 s and stop twice as well as once', async () => {
    const times: number[] = []
    for (const round of [1, 2, 3]) {
      const begun = performance.now()
      const engine = await startEngine({ dataDir })
      times.push(performance.now() - begun)
      await query(engine.connection, 'create table if not exists rounds (n int)')
      await query(engine.connection, 'insert into rounds values ($1)', [round])
      const rows = await query(engine.connection, 'select count(*)::int as n from rounds')
      expect(rows).toEqual([{ n: round }])
      await Promise.all([engine.stop(), engine.stop()])
    }
    expect(Math.min(...times)).toBeLessThan(300)
    expect(existsSync(join(layout.cluster, 'postmaster.pid'))).toBe(false)
    expect(await runningEngine(dataDir)).toBeUndefined()
  })
})
