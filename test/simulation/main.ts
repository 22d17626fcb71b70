import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEngine } from '../../src/server/db/engine/start-engine.ts'
import { databaseParent } from '../support/database-parent.ts'
import { SPEED } from '../support/system-server.ts'
import type { Outcome } from './play.ts'
import { openPlayers } from './players.ts'
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

const seeds = values.seed === undefined ? numbered(Number(values.from), Number(values.seeds)) : [values.seed]
const dataDir = await mkdtemp(join(databaseParent(), 'estoqueuni-simulation-'))
const engine = await startEngine({ dataDir, settings: { ...SPEED, max_connections: '200' } })
const count = Math.min(availableParallelism(), seeds.length)
const players = await openPlayers(count, engine.connection, values['write-mode'])
let tidied: Promise<void> | undefined
const tidyUp = () => {
  tidied ??= (async () => {
    await players.close()
    await engine.stop()
    await rm(dataDir, { recursive: true, force: true })
  })()
  return tidied
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.log(`ended by ${signal}`)
    void tidyUp().finally(() => process.exit(130))
  })
try {
  process.exitCode = summed(await players.playAll(seeds, tell))
} finally {
  await tidyUp()
}

function numbered(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index))
}

async function tell({ seed, problems, story, calls, writes, deaths, took_ms }: Outcome): Promise<void> {
  const facts = `${calls} calls, ${writes} writes, ${deaths} deaths, ${Math.round(took_ms)} ms`
  console.log(`seed ${seed}: ${problems.length === 0 ? 'holds' : 'FAILS'} (${facts})`)
  if (values.story) for (const line of story) console.log(`  ${line}`)
  for (const problem of problems) console.log(`  ${problem}`)
  if (problems.length === 0) return
  console.log(`  again: npm run simulate -- --seed ${seed} --story`)
  if (values['write-mode'] === 'difference') await saveSeed(seed, problems)
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
