import { type HttpAnswer, type HttpClient, HttpFailure } from '../../kernel/http-client.ts'
import type { Logger } from '../../kernel/logger.ts'
import { backoffMs } from '../../kernel/retry.ts'
import type { Pace } from '../../kernel/token-bucket.ts'
import type { AccountRef } from '../account-ref.ts'
import { BlingError } from '../bling-error.ts'
import type { ErrorBrake } from '../rate/error-brake.ts'
import type { Lane } from '../rate/lane.ts'
import type { RateBudgets } from '../rate/rate-budgets.ts'
import type { AccessToken } from '../renew-tokens.ts'
import type { TokenProvider } from '../token-provider.ts'
import { addressOf, type BlingRequest, errorOf, isWrite, periodOf, requestId, restOf } from './request.ts'

/** Makes one call and gives the answer, whose status is good. Throws only `BlingError`, or what our own database threw. */
export type Caller = (request: BlingRequest) => Promise<HttpAnswer>

export type CallerDeps = {
  readonly api_url: string
  readonly http: HttpClient
  readonly tokens: Pick<TokenProvider, 'token'>
  readonly budgets: RateBudgets
  readonly brake: ErrorBrake
  readonly pace: Pace
  readonly random: () => number
  readonly logger: Logger
  /** How long an answer may take; a write gets longer, because giving up on it leaves a doubt. */
  readonly timeouts: { readonly read_ms: number; readonly write_ms: number }
}

/** Attempts at a read that gets no answer, and at anything that is refused for being too much at once. */
const READ_ATTEMPTS = 3
const RATE_ATTEMPTS = 5
const BACKOFF = { base_ms: 600, cap_ms: 5000 }

type Attempt = { readonly answer: HttpAnswer; readonly token: AccessToken }

/**
 * Makes the caller of one account in one lane. Repeated are: a call refused with 401, once, with another token; a call refused for the
 * rate, which did nothing; and a read without an answer. A write without an answer is never repeated: it may be done.
 */
export function createCaller(deps: CallerDeps, account: AccountRef, lane: Lane): Caller {
  return async (request) => {
    let refused: number | undefined
    let unanswered = 0
    let rateRefusals = 0
    for (;;) {
      const { answer, token } = await attempt(deps, account, lane, { request, refused })
      if (answer.status >= 200 && answer.status < 300) return answer
      const error = errorOf(request, answer)
      if (answer.status === 401 && refused === undefined) {
        refused = token.version
      } else if (error.kind === 'rate_limited') {
        rateRefusals += 1
        const period = periodOf(answer)
        const retry_at = await deps.budgets.block(account, period, restOf(answer))
        if (period === 'day' || rateRefusals >= RATE_ATTEMPTS) throw rateLimited(error, period, retry_at)
      } else if (error.kind === 'unavailable' && !isWrite(request) && unanswered < READ_ATTEMPTS - 1) {
        unanswered += 1
        await deps.pace.sleep(backoffMs(unanswered, { ...BACKOFF, random: deps.random }))
      } else throw error
    }
  }
}

async function attempt(
  deps: CallerDeps,
  account: AccountRef,
  lane: Lane,
  call: { readonly request: BlingRequest; readonly refused: number | undefined },
): Promise<Attempt> {
  const { request } = call
  for (let tried = 1; ; tried += 1) {
    const token = await deps.tokens.token(account, call.refused)
    await deps.brake.pass()
    await deps.budgets.turn(account, lane, request.operation)
    try {
      return { answer: await send(deps, account, request, token), token }
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      const maySendAgain = error.never_sent || !isWrite(request)
      if (!maySendAgain || tried >= READ_ATTEMPTS) throw unanswered(request, error)
      await deps.pace.sleep(backoffMs(tried, { ...BACKOFF, random: deps.random }))
    }
  }
}

/** Logs what was called and how it ended, never a body, a filter or a token. */
async function send(
  deps: CallerDeps,
  account: AccountRef,
  request: BlingRequest,
  token: AccessToken,
): Promise<HttpAnswer> {
  const began = deps.pace.now()
  const said = { account_id: account.account_id, operation: request.operation }
  try {
    const answer = await deps.http({
      method: request.method,
      url: deps.api_url + addressOf(request),
      timeout_ms: isWrite(request) ? deps.timeouts.write_ms : deps.timeouts.read_ms,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.access_token}`,
        'enable-jwt': '1',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    const facts = { ...said, status: answer.status, ms: deps.pace.now() - began, ...requestId(answer) }
    if (answer.status >= 400) {
      deps.brake.note()
      deps.logger.warn(facts, 'bling refused a call')
    } else deps.logger.debug(facts, 'bling call')
    return answer
  } catch (error) {
    const reason = error instanceof HttpFailure ? error.reason : 'failed'
    deps.logger.warn({ ...said, reason, ms: deps.pace.now() - began }, 'bling did not answer')
    throw error
  }
}

function unanswered(request: BlingRequest, failure: HttpFailure): BlingError {
  return new BlingError({
    kind: 'unavailable',
    operation: request.operation,
    code: failure.reason,
    ambiguous: isWrite(request) && !failure.never_sent,
    cause: failure,
  })
}

function rateLimited(error: BlingError, period: 'second' | 'day', retry_at: Date): BlingError {
  return new BlingError({
    kind: 'rate_limited',
    operation: error.operation,
    code: period === 'day' ? 'day_spent' : 'too_fast',
    ...(error.status === null ? {} : { status: error.status }),
    ...(error.detail === null ? {} : { detail: error.detail }),
    ...(error.request_id === null ? {} : { request_id: error.request_id }),
    retry_at,
  })
}
