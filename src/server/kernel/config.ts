import { resolve } from 'node:path'
import * as z from 'zod'

const sentences = {
  PORT: 'PORT deve ser um número de porta, de 0 a 65535 (0 escolhe uma livre).',
  HOST: 'HOST deve ser um endereço de rede desta máquina, como 127.0.0.1.',
  DATABASE_URL: 'DATABASE_URL deve começar com postgres:// ou postgresql://.',
  APP_URL: 'APP_URL deve ser um endereço completo, como https://estoque.exemplo.com.br.',
  ENCRYPTION_KEY:
    'ENCRYPTION_KEY deve ter 64 dígitos hexadecimais (32 bytes). Gere com: openssl rand -hex 32.',
  BLING_API_URL: 'BLING_API_URL deve ser um endereço completo.',
  BLING_AUTH_URL: 'BLING_AUTH_URL deve ser um endereço completo.',
  LOG_LEVEL: 'LOG_LEVEL deve ser um de: fatal, error, warn, info, debug, trace, silent.',
  TRUSTED_PROXIES: 'TRUSTED_PROXIES deve ser o número de proxies na frente do aplicativo, de 0 a 10.',
} as const

const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).max(255).default('127.0.0.1'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .transform((folder) => resolve(folder)),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  APP_URL: address.optional(),
  ENCRYPTION_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional(),
  BLING_API_URL: address.default('https://api.bling.com.br/Api/v3'),
  BLING_AUTH_URL: address.default('https://www.bling.com.br/Api/v3'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
})

/** What the process was told by its environment, checked. Times and sizes are not here: they are decisions, not settings. */
export type Config = z.infer<typeof environment>

/** The environment is wrong; `mistakes` are sentences in Portuguese, one for each variable. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}

/** Reads the configuration from environment variables; an empty variable counts as absent. Throws `ConfigError`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
  throw new ConfigError(
    names.map((name) => sentences[name as keyof typeof sentences] ?? `${name} não é válido.`),
  )
}
