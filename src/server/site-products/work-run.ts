import { BlingError } from '../bling/bling-error.ts'
import { SiteError } from '../sites/site-error.ts'
import { awayOf, type SideAway } from './away.ts'
import type { ExchangeDeps } from './exchange-deps.ts'
import {
  claimRun,
  finishRun,
  postponeRun,
  type RunLine,
  type RunRow,
  renewRun,
  runLines,
} from './runs.store.ts'
import { writeInBling } from './write-bling.ts'
import { writeInCatalogue } from './write-catalogue.ts'
import type { LinesAtWork } from './write-lines.ts'
import { makeInBling } from './write-newcomer-bling.ts'
import { makeInCatalogue } from './write-newcomer-catalogue.ts'
import { writeAtSite } from './write-site.ts'

/** Longer than the slowest call with all its repetitions: who is silent for so long has lost its process. */
const LEASE_MS = 300_000
/** Lines taken up at once; a connector cuts them into its own calls. */
const AT_ONCE = 100
/** How long a side that does not answer is left alone, and how often. */
const REST_MS = 300_000
const MOST_ATTEMPTS = 24
const GIVEN_UP = 'o outro lado não respondeu por muito tempo; compare e grave de novo'

const WRITERS = { site: writeAtSite, bling: writeInBling, estoqueuni: writeInCatalogue } as const
const MAKERS = { bling: makeInBling, estoqueuni: makeInCatalogue } as const

/**
 * Goes on with the run of a site, if one is due and nobody is at it: line after line until all have their end. Everything that was answered
 * is kept before the next call, so that whoever takes over after a crash goes on where it stopped.
 */
export async function workRun(deps: ExchangeDeps, tenant_id: string, site_id: string): Promise<void> {
  const run = await deps.database.tenant(tenant_id, (tx) => {
    const now = deps.clock.now()
    return claimRun(tx, site_id, now, new Date(now.getTime() + LEASE_MS))
  })
  if (run === null) return
  const work: LinesAtWork = { deps, tenant_id, site_id, run_id: run.id, started_by: run.started_by }
  try {
    const away = await workThrough(work)
    if (away !== null) await postpone(work, run, away)
  } catch (error) {
    if (!(error instanceof SiteError) && !(error instanceof BlingError)) throw error
    await postpone(work, run, awayOf(error))
  }
}

async function workThrough(work: LinesAtWork): Promise<SideAway | null> {
  const { deps, tenant_id, run_id } = work
  for (;;) {
    const lines = await nextLines(work)
    if (lines === null) return null
    const [first] = lines
    if (first === undefined) {
      const left = { state: 'refused', reason: null } as const
      await deps.database.tenant(tenant_id, (tx) => finishRun(tx, run_id, left, deps.clock.now()))
      return null
    }
    const away = await writeAll(work, first, lines)
    if (away !== null) return away
  }
}

/** Writes the lines that are like the first: of its side, and about products of ours or about such as only the site has. */
async function writeAll(
  work: LinesAtWork,
  first: RunLine,
  lines: readonly RunLine[],
): Promise<SideAway | null> {
  if (first.site_product_id === null)
    return WRITERS[first.side](
      work,
      lines.filter((line) => line.site_product_id === null),
    )
  if (first.side === 'site') throw new Error('a product that only the site has is not made there')
  return MAKERS[first.side](
    work,
    lines.filter((line) => line.site_product_id !== null),
  )
}

/** The next lines, all of one side; null when the run was stopped. A line that was put back is tried when all others had their turn. */
async function nextLines({ deps, tenant_id, run_id }: LinesAtWork): Promise<RunLine[] | null> {
  return deps.database.tenant(tenant_id, async (tx) => {
    const now = deps.clock.now()
    if (!(await renewRun(tx, run_id, now, new Date(now.getTime() + LEASE_MS)))) return null
    const waiting = await runLines(tx, run_id, { after: 0, limit: AT_ONCE - 1, state: 'waiting' })
    return waiting.filter(({ side }) => side === waiting[0]?.side)
  })
}

async function postpone(work: LinesAtWork, run: RunRow, away: SideAway): Promise<void> {
  const { deps, tenant_id, run_id } = work
  const now = deps.clock.now()
  const usual = new Date(now.getTime() + REST_MS)
  const next_attempt_at = away.retry_at !== null && away.retry_at > usual ? away.retry_at : usual
  await deps.database.tenant(tenant_id, async (tx) => {
    if (run.attempts + 1 >= MOST_ATTEMPTS)
      await finishRun(tx, run_id, { state: 'refused', reason: GIVEN_UP }, now)
    else await postponeRun(tx, run_id, { error: away.message, next_attempt_at }, now)
  })
}
