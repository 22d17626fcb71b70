import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { newDataFolder } from './data-folder.ts'
import { query } from './query.ts'

const dataDir = newDataFolder()
const layout = layoutOf(dataDir)

beforeAll(async () => {
  const engine = await startEngine({ dataDir })
  await engine.stop()
})

/** Puts something wrong into the folder for the time of one start, and gives what that start was refused with. */
async function refusalWith(path: string, content: string | undefined): Promise<unknown> {
  const right = readFileSync(path)
  const { uid, gid, mode } = statSync(path)
  if (content === undefined) rmSync(path)
  else writeFileSync(path, content)
  try {
    return await startEngine({ dataDir }).catch((error: unknown) => error)
  } finally {
    writeFileSync(path, right, { mode })
    chownSync(path, uid, gid)
  }
}

describe('a folder that cannot be opened is refused with what to do', () => {
  it('when another major version of PostgreSQL made it', async () => {
    const refusal = await refusalWith(join(layout.cluster, 'PG_VERSION'), '17\n')
    expect(refusal).toMatchObject({
      name: 'EngineError',
      code: 'DATA_OTHER_VERSION',
      message: expect.stringMatching(/PostgreSQL 17 .* usa o 18.*exporte/),
    })
  })

  it('when it is not whole', async () => {
    expect(await refusalWith(join(layout.cluster, 'PG_VERSION'), undefined)).toMatchObject({
      code: 'DATA_DAMAGED',
    })
    expect(await refusalWith(join(layout.cluster, 'global', 'pg_control'), undefined)).toMatchObject({
      code: 'DATA_DAMAGED',
    })
  })

  it('when its password is lost or is another’s', async () => {
    expect(await refusalWith(layout.passwordFile, undefined)).toMatchObject({ code: 'PASSWORD_LOST' })
    expect(await refusalWith(layout.passwordFile, 'outra')).toMatchObject({ code: 'PASSWORD_LOST' })
  })

  it('when there is a file where the folder should be', async () => {
    const occupied = join(dataDir, 'occupied')
    writeFileSync(occupied, '')
    await expect(startEngine({ dataDir: occupied })).rejects.toMatchObject({
      code: 'DATA_NOT_WRITABLE',
      message: expect.stringContaining('DATA_DIR'),
    })
  })
})

it('is none the worse for refusals', async () => {
  const engine = await startEngine({ dataDir })
  expect(await query(engine.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await engine.stop()
})

it('puts right a restored copy that lies open to others', async () => {
  chmodSync(layout.cluster, 0o755)
  const engine = await startEngine({ dataDir })
  await engine.stop()
  expect(statSync(layout.cluster).mode & 0o777).toBe(0o700)
})

it('serves a folder whose path is too long for a socket', async () => {
  const long = join(dataDir, 'a'.repeat(60), 'b'.repeat(60))
  mkdirSync(long, { recursive: true })
  const engine = await startEngine({ dataDir: long })
  expect(engine.connection.host).toMatch(/^\/tmp\/estoqueuni-/)
  expect(await query(engine.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await engine.stop()
  expect(statSync(engine.connection.host, { throwIfNoEntry: false })).toBeUndefined()
})
