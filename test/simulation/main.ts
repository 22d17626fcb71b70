import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { databaseParent } from '../support/database-parent.ts'
import { SPEED } from '../support/system-server.ts'
import { openDatabases } from './databases.ts'
import { type Outcome, play } from './play.ts'
import { saveSeed } from './seeds.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    'write-mode': { type: 'string', default: 'difference' },
    story: { type: 'boolean', default: false },
  },
})

const dataDir = await mkdtemp(join(databaseParent(), 'estoqueuni-simulation-'))
const engine = await startEngine({ dataDir, settings: { ...SPEED, max_connections: '200' } })
const databases = await openDatabases(engine.connection, 'run')
const tidyUp = async () => {
  await engine.stop()
  await rm(dataDir, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.log(`ended by ${signal}`)
    void tidyUp().finally(() => process.exit(130))
  })
try {
  const seeds =
    values.seed === undefined ? numbered(Number(values.from), Number(values.seeds)) : [values.seed]
  process.exitCode = summed(await playAll(seeds))
} finally {
  await databases.close()
  await tidyUp()
}

function numbered(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index))
}

async function playAll(seeds: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const seed of seeds) {
    const outcome = await play(databases, seed, values['write-mode'] === 'balance' ? 'balance' : 'difference')
    outcomes.push(outcome)
    const facts = `${outcome.calls} calls, ${outcome.writes} writes, ${outcome.deaths} deaths, ${Math.round(outcome.took_ms)} ms`
    console.log(`seed ${seed}: ${outcome.problems.length === 0 ? 'holds' : 'FAILS'} (${facts})`)
    if (values.story) for (const line of outcome.story) console.log(`  ${line}`)
    for (const problem of outcome.problems) console.log(`  ${problem}`)
    if (outcome.problems.length > 0) {
      console.log(`  again: npm run simulate -- --seed ${seed} --story`)
      if (values['write-mode'] === 'difference') await saveSeed(seed, outcome.problems)
    }
  }
  return outcomes
}

/** Prints the sum of all runs; gives the exit code. */
function summed(outcomes: readonly Outcome[]): number {
  const failed = outcomes.filter(({ problems }) => problems.length > 0)
  const total = (of: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + of(outcome), 0)
  const took = total(({ took_ms }) => took_ms)
  console.log(
    `${outcomes.length - failed.length} of ${outcomes.length} seeds hold; ${total(({ calls }) => calls)} calls, ` +
      `${total(({ writes }) => writes)} writes, ${total(({ deaths }) => deaths)} deaths; ${Math.round(took / outcomes.length)} ms a seed`,
  )
  if (failed.length > 0) console.log(`failing: ${failed.map(({ seed }) => seed).join(' ')}`)
  return failed.length > 0 ? 1 : 0
}
