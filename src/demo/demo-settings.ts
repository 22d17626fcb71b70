import * as z from 'zod'
import { type Config, ConfigError, readConfig } from '../server/kernel/config.ts'

const USUAL_DAYS = 90
const MOST_DAYS = 365
const USUAL_SANDBOX_PORT = 4000
const portText = z.coerce.number().int().min(0).max(65_535).default(USUAL_SANDBOX_PORT)
const daysText = z.coerce.number().int().min(1).max(MOST_DAYS).default(USUAL_DAYS)

/** What the demonstration was told by its environment. */
export type DemoSettings = {
  readonly config: Config
  /** How many days of history a new demonstration gets. */
  readonly days: number
  /** Whether somebody buys a drink or orders in a shop every few seconds while it runs. */
  readonly hasLiveSales: boolean
  /** Where its own Bling listens; 0 takes a free port. */
  readonly sandboxPort: number
}

/**
 * Reads the settings of a demonstration. It has a folder, a database and a Bling of its own, answers this machine only, and is told
 * by its console output rather than its log; everything else is as for the product. Throws `ConfigError`.
 */
export function readDemoSettings(env: Readonly<Record<string, string | undefined>>): DemoSettings {
  const config = readConfig({
    ...env,
    DATA_DIR: env['DATA_DIR'] || './data/demo',
    LOG_LEVEL: env['LOG_LEVEL'] || 'warn',
    HOST: '127.0.0.1',
    APP_URL: undefined,
    DATABASE_URL: undefined,
    BLING_API_URL: undefined,
    BLING_AUTH_URL: undefined,
  })
  const days = daysText.safeParse(env['DEMO_DAYS'] || undefined)
  if (!days.success) throw new ConfigError([`DEMO_DAYS deve ser um número de dias, de 1 a ${MOST_DAYS}.`])
  const port = portText.safeParse(env['SANDBOX_PORT'] || undefined)
  if (!port.success)
    throw new ConfigError(['SANDBOX_PORT deve ser um número de porta, de 0 a 65535 (0 escolhe uma livre).'])
  return { config, days: days.data, hasLiveSales: env['DEMO_LIVE'] !== '0', sandboxPort: port.data }
}
