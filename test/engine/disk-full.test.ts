import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { killServer } from './data-folder.ts'
import { query } from './query.ts'
import { runApp } from './run-app.ts'

/** A small disk can be made where root may mount one; elsewhere the diagnosis is held by its unit tests. */
const canMount = isMountAllowed()

describe.runIf(canMount)('on a full disk', () => {
  const disk = mkdtempSync(join(tmpdir(), 'estoqueuni-disk-'))
  const dataDir = join(disk, 'data')

  beforeAll(() => mountDisk(disk, '180m'))
  afterAll(async () => {
    await killServer(dataDir)
    unmountDisk(disk)
  })

  it('refuses a first start that would not fit', async () => {
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(100 * 1024 * 1024))
    await expect(startEngine({ dataDir })).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/^O disco está cheio: não há espaço em .*Libere/),
    })
    rmSync(ballast)
  })

  it('says why it stopped when the disk fills up, and keeps what was acknowledged', async () => {
    const app = runApp(dataDir)
    const { connection } = await app.said('ready')
    await query(connection, 'create table filling (id int primary key)')
    // The write-ahead log is what grows here: a table that cannot grow is only an error, a log that cannot is the end.
    const insertion = `with row as (insert into filling values ($1) returning id)
      select pg_logical_emit_message(true, 'ballast', repeat('x', 2000000)) from row`
    const acknowledged = await fill((id) => query(connection, insertion, [id]))
    expect(acknowledged).toBeGreaterThan(10)
    expect(await app.said('exit')).toMatchObject({ code: 'DISK_FULL' })
    await app.end('SIGKILL')

    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=64k', 'status=none'], {
      stdio: 'ignore',
    })
    await expect(startEngine({ dataDir })).rejects.toMatchObject({ code: 'DISK_FULL' })

    execFileSync('mount', ['-o', 'remount,size=400m', disk])
    const engine = await startEngine({ dataDir })
    const rows = await query(engine.connection, 'select count(*)::int as n from filling where id <= $1', [
      acknowledged,
    ])
    expect(rows).toEqual([{ n: acknowledged }])
    await engine.stop()
  })
})

/** Does `step` 1, 2, 3 … until one fails; gives the number of the last that did not. */
async function fill(step: (id: number) => Promise<unknown>): Promise<number> {
  for (let id = 1; ; id++) {
    const isDone = await step(id).then(
      () => true,
      () => false,
    )
    if (!isDone) return id - 1
  }
}

function mountDisk(folder: string, size: string): void {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', folder])
}

function unmountDisk(folder: string): void {
  execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
}

function isMountAllowed(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'estoqueuni-mount-'))
  try {
    mountDisk(folder, '1m')
    unmountDisk(folder)
    return true
  } catch {
    rmSync(folder, { recursive: true })
    return false
  }
}
