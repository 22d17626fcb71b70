import { it } from 'vitest'
import { killServer, newDataFolder } from '../engine/data-folder.ts'
import { KILLS, survive } from './crash/survive.ts'

const dataDir = newDataFolder()

it(`keeps each acknowledged sale exactly once when app and PostgreSQL are killed together ${KILLS} times under load`, async () => {
  await survive(dataDir, 'together', async (app, random) => {
    const ends = [() => killServer(dataDir), () => app.end('SIGKILL')]
    if (random.next('who is first') < 0.5) ends.reverse()
    await Promise.all(ends.map((end) => end()))
  })
}, 900_000)
