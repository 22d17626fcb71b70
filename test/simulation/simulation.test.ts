import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Databases, openDatabases } from './databases.ts'
import { play } from './play.ts'
import { savedSeeds } from './seeds.ts'

/** A storm takes a quarter of a minute on a machine that has nothing else to do, and many times that on a busy one. */
const LONGEST_MS = 900_000
/** Seeds that nobody has seen fail; `npm run simulate -- --seeds 200` plays many more, and `--seed 5 --story` tells one. Those that end in `-alone` are of accounts without sites. */
const OTHERS = { embedded: ['3'], server: ['2'] }

const { kind, connection, run } = inject('databaseServer')
let databases: Databases
beforeAll(async () => {
  databases = await openDatabases(connection, run)
})
afterAll(() => databases.close())

describe('a storm of a seed ends with one stock shown everywhere, nothing lost and nothing counted twice (sync 7.1 to 7.5)', async () => {
  // A seed plays the same on both kinds of database; of those that found something once, each kind plays its half.
  const mine = (await savedSeeds()).filter((_seed, place) => place % 2 === (kind === 'server' ? 1 : 0))
  it.each([...mine, ...OTHERS[kind]])(
    'seed %s',
    async (seed) => {
      const { problems } = await play(databases, seed)
      expect(problems).toEqual([])
    },
    LONGEST_MS,
  )
})
