import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { anyScript } from './stock/any-script.ts'
import { prove } from './stock/prove.ts'
import { lengthOf, type Script } from './stock/script.ts'
import { openOwner, openProcess, type Process } from './stock/world.ts'

/** Commands on one kind of database; a run of all tests has twice as many. More by hand: PROOF_COMMANDS=5000000. */
const COMMANDS = Number(process.env['PROOF_COMMANDS'] ?? 50_000)
const ROUNDS = 12
const SEED = Number(process.env['PROOF_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** How long a failure may be made smaller. */
const SHRINK_MS = 30_000
const SEEDS = fileURLToPath(new URL('./seeds/', import.meta.url))
const THIS_FILE = 'test/proof/properties.test.ts'

let database: TestDatabase
let owner: pg.Client
let processes: { readonly here: Process; readonly there: Process }

beforeAll(async () => {
  database = await cloneDatabase()
  owner = await openOwner(database.connection)
  processes = { here: openProcess(database.connection), there: openProcess(database.connection) }
})
afterAll(async () => {
  await processes.here.close()
  await processes.there.close()
  await owner.end()
  await database.drop()
})

const kept = readdirSync(SEEDS).filter((name) => name.endsWith('.json'))

it.each(kept)('holds what once did not: %s', async (name) => {
  await prove(owner, processes, JSON.parse(readFileSync(SEEDS + name, 'utf8')) as Script)
})

it(`keeps every promise of the stock over ${COMMANDS} random commands of two processes (stock 2-63, 75, 77, 83, 84)`, {
  timeout: 60_000 + COMMANDS * 10 + SHRINK_MS,
}, async () => {
  let done = 0
  let failedAt = Number.POSITIVE_INFINITY
  for (let seed = SEED; done < COMMANDS; seed += 1) {
    const property = fc.asyncProperty(anyScript(ROUNDS), async (script) => {
      // Time is up, so no smaller script is looked for. A limit of fast-check's own would leave the running script behind, which
      // would then move the clocks of the next one.
      if (performance.now() - failedAt > SHRINK_MS) return
      done += lengthOf(script)
      try {
        await prove(owner, processes, script)
      } catch (error) {
        failedAt = Math.min(failedAt, performance.now())
        throw error
      }
    })
    const result = await fc.check(property, { seed, numRuns: 10 })
    if (result.failed) throw new Error(keep(result), { cause: result.errorInstance })
  }
  expect(done).toBeGreaterThanOrEqual(COMMANDS)
})

/** Keeps the smallest script that failed, to be held against every later change, and says how to run it again. */
function keep(result: fc.RunDetails<[Script]>): string {
  const name = `${result.seed}.json`
  mkdirSync(SEEDS, { recursive: true })
  writeFileSync(SEEDS + name, `${JSON.stringify(result.counterexample?.[0])}\n`)
  return [
    `seed ${result.seed} does not hold after ${result.numRuns} runs and ${result.numShrinks} steps towards the smallest script`,
    `again, the script that failed: vitest run --project whole ${THIS_FILE} -t "holds what once did not: ${name}"`,
    `again, the whole seed: PROOF_SEED=${result.seed} vitest run --project whole ${THIS_FILE}`,
  ].join('\n')
}
