import { expect, it } from 'vitest'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { readPostmaster } from '../../src/server/db/engine/postmaster.ts'
import { newDataFolder } from '../engine/data-folder.ts'
import { KILLS, survive } from './crash/survive.ts'

const dataDir = newDataFolder()

it(`keeps each acknowledged sale exactly once when the app alone is killed ${KILLS} times under load`, async () => {
  const pids = new Set<number | undefined>()
  await survive(dataDir, 'alone', async (app) => {
    pids.add(readPostmaster(layoutOf(dataDir))?.pid)
    await app.end('SIGKILL')
  })
  expect([...pids]).toEqual([expect.any(Number)])
}, 900_000)
