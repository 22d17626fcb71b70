import { DateTime } from 'luxon'
import type { Connection } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import type { Logger } from '../server/kernel/logger.ts'
import { enterCompany } from './enter-company.ts'
import { foundCompany } from './found-company.ts'
import { liveThrough, type Stretch } from './history.ts'
import { atHour, BAR_ZONE } from './rhythm.ts'
import { openWorld } from './world.ts'

/** The seed of the demonstration that everybody gets. */
export const DEMO_SEED = 'aurora'

const FIRST_HOUR = 10

/** What a demonstration is made of. */
export type Seeding = {
  /** An empty database, as its owner. */
  readonly connection: Connection
  readonly encryptionKey: Buffer
  readonly logger: Logger
  readonly password: string
  /** How long the bar has existed. */
  readonly days: number
  readonly until: Date
  readonly onProgress?: Stretch['onProgress']
  readonly signal?: Stretch['signal']
}

/** Founds the bar and lives through its first days, up to `until`. Gives the number of commands that were recorded. */
export async function seedDemo(seeding: Seeding): Promise<number> {
  const { connection, until, days, password } = seeding
  await migrate(connection)
  const from = atHour(DateTime.fromJSDate(until, { zone: BAR_ZONE }).minus({ days }), FIRST_HOUR)
  const world = openWorld({ ...seeding, startsAt: from })
  try {
    await foundCompany(world, password)
    const company = await enterCompany(world, password)
    return await liveThrough(world, company, { ...seeding, from, seed: DEMO_SEED, isNew: true })
  } finally {
    await world.close()
  }
}
