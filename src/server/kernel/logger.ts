import { type Logger, pino } from 'pino'

export type { Logger }

/**
 * Structured logs, one JSON object a line. Secrets and personal data are cut by name wherever they stand,
 * besides the rule that nobody logs a body.
 */
export function createLogger(level: string): Logger {
  const secret = [
    'password',
    'token',
    'secret',
    'authorization',
    'cookie',
    'email',
    'phone',
    'api_key',
    'client_secret',
  ]
  return pino({
    level,
    base: null,
    redact: {
      paths: [
        ...secret,
        ...secret.map((name) => `*.${name}`),
        ...secret.map((name) => `*.*.${name}`),
        'req.headers["idempotency-key"]',
      ],
      censor: '[cortado]',
    },
  })
}
