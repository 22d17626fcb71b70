import { isIPv6 } from 'node:net'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../kernel/app-error.ts'
import type { IdentityDatabase } from './identity-database.ts'
import { hashToken } from './tokens.ts'

/** Failures allowed for one account from one address within fifteen minutes. */
const ACCOUNT_FAILURES = 10
const ACCOUNT_WINDOW_SECONDS = 15 * 60
/** Failures allowed for one address within an hour, whatever it tries. */
const ADDRESS_FAILURES = 100
const ADDRESS_WINDOW_SECONDS = 60 * 60

/** Somebody proves something by a secret: `account` is what they claim to be, `ip` where they come from. */
export type Attempt = { readonly account: string; readonly ip: string }

/** Slows down guessing, for all processes together. */
export type Attempts = {
  /**
   * Runs `work` as one attempt, counted before it starts so that many at once gain nothing; taken back when it succeeds.
   * Throws `TOO_MANY_REQUESTS` with `retry_after_seconds` when there were too many failures.
   */
  guard<T>(attempt: Attempt, work: () => Promise<T>): Promise<T>
}

/** Counts in the database, in the table `auth.attempts`. */
export function createAttempts(db: IdentityDatabase): Attempts {
  const store = { storeClient: db.pool, schemaName: 'auth', tableName: 'attempts', tableCreated: true }
  const byAccount = new RateLimiterPostgres({
    ...store,
    keyPrefix: 'account',
    points: ACCOUNT_FAILURES,
    duration: ACCOUNT_WINDOW_SECONDS,
  })
  const byAddress = new RateLimiterPostgres({
    ...store,
    keyPrefix: 'address',
    points: ADDRESS_FAILURES,
    duration: ADDRESS_WINDOW_SECONDS,
    clearExpiredByTimeout: false,
  })
  return {
    async guard({ account, ip }, work) {
      const address = hashToken(network(ip))
      const both = hashToken(`${account.toLowerCase()} ${network(ip)}`)
      await consume(byAddress, address)
      await consume(byAccount, both)
      const result = await work()
      await Promise.all([byAddress.reward(address), byAccount.delete(both)])
      return result
    },
  }
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new AppError('TOO_MANY_REQUESTS', {
      retry_after_seconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
    })
  }
}

/** Whoever has one IPv6 address has the 2^64 of its network, so those count as one. */
export function network(ip: string): string {
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  return groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
    ? ip.slice(ip.lastIndexOf(':') + 1)
    : groups.slice(0, 4).join(':')
}
