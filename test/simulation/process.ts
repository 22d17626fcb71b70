import type { Random } from '../../src/sandbox/kernel/random.ts'
import { type App, createApp } from '../../src/server/app.ts'
import type { Connection } from '../../src/server/db/database.ts'
import type { Clock } from '../../src/server/kernel/clock.ts'
import { type HttpClient, HttpFailure, httpClient } from '../../src/server/kernel/http-client.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import { type DatabaseLink, openDatabaseLink } from './database-link.ts'
import type { Scheduler } from './scheduler.ts'

/** One process of the product: the whole app, on a way of its own to the database, which can be killed at any moment. */
export type Process = {
  readonly name: string
  readonly app: App
  readonly link: DatabaseLink
  isAlive(): boolean
  /** The end without warning: what was not committed is gone, nothing more is sent. */
  kill(): void
  /** Kills it at a call from now: before it leaves, or when its answer would arrive. */
  killAtCall(count: number, when: 'before' | 'after'): void
  close(): Promise<void>
}

/** What every process of a run shares. */
export type Surroundings = {
  readonly database: Connection
  readonly encryptionKey: Buffer
  readonly bling_url: string
  readonly clock: Clock
  readonly random: Random
  readonly scheduler: Scheduler
  /** Is told whenever a process may have stopped waiting for the database. */
  readonly onAnswer: () => void
  /** Chances of a call that is never answered, now. */
  readonly silence: () => { readonly before: number; readonly after: number }
  /** Whether time is the scheduler's; before that waiting just moves the clock. */
  readonly isVirtual: () => boolean
  readonly advance: (ms: number) => void
  /** `silent`, or how much the product's own log says. */
  readonly log_level: string
  /** Is told of every death. */
  readonly onDeath: (name: string) => void
}

const NETWORK_MS = { min: 0, max: 30 }
const ANSWER_MS = { min: 10, max: 400 }
const PATIENCE_MS = 15_000

/** Starts a process. */
export async function startProcess(name: string, around: Surroundings): Promise<Process> {
  const { clock, random, scheduler } = around
  const link = await openDatabaseLink(around.database, around.onAnswer)
  let isDead = false
  let plan: { left: number; readonly when: 'before' | 'after' } | undefined
  const kill = () => {
    if (isDead) return
    isDead = true
    link.cut()
    around.onDeath(name)
    app.background.outbox.stop().catch(ignoreTheDead)
  }
  /** Ends what a dead process was about to do. */
  const pass = (at: 'before' | 'after') => {
    if (plan?.when === at) {
      plan.left -= 1
      if (plan.left <= 0) kill()
    }
    if (isDead) throw new Error(`${name} is dead`)
  }
  const wait = async (ms: number, label: string) => {
    if (around.isVirtual()) await scheduler.sleep(ms, label)
    else around.advance(ms)
  }
  const call: HttpClient = async (request) => {
    const { pathname: path, search } = new URL(request.url)
    // Two accounts may ask the same: the token tells them apart, and is the same in every run of the seed.
    const whose = request.headers?.['authorization'] ?? ''
    const label = `${name} ${path}${withoutSignature(search)} ${withoutReference(request.body)} ${whose}`
    // A refresh whose answer is lost costs the account, as in Bling: that is another story than this one.
    if (path.includes('/oauth/')) return withoutLatency(scheduler, around.isVirtual(), label, request)
    const silence = around.silence()
    if (around.isVirtual()) await scheduler.sleep(random.int(`network ${label}`, NETWORK_MS), label)
    pass('before')
    const chance = random.next(`silence ${label}`)
    if (chance < silence.before) return unanswered(wait, label)
    const answer = await withoutLatency(scheduler, around.isVirtual(), label, request)
    if (chance < silence.before + silence.after) return unanswered(wait, label)
    if (around.isVirtual()) await scheduler.sleep(random.int(`network ${label}`, ANSWER_MS), label)
    pass('after')
    return answer
  }
  const app = await createApp({
    connection: link.connection,
    encryptionKey: around.encryptionKey,
    appUrl: undefined,
    trustedProxies: 0,
    clock,
    logger: createLogger(around.log_level),
    bling: {
      apiUrl: around.bling_url,
      authUrl: around.bling_url,
      pace: { now: () => clock.now().getTime(), sleep: (ms) => wait(ms, `${name} rests`) },
      http: call,
      // Who draws first may depend on ids that are new in every run.
      random: () => 0.5,
      tokenCallsPerMinute: 1000,
    },
    defaultMetrics: false,
  })
  await app.http.ready()
  app.background.outbox.start()
  return {
    name,
    app,
    link,
    isAlive: () => !isDead,
    kill,
    killAtCall: (count, when) => {
      plan = { left: count, when }
    },
    close: async () => {
      if (!isDead) await app.close()
      link.cut()
    },
  }
}

/** What is sent, but for the reference that is new in every run: chance must not depend on it. */
function withoutReference(body = ''): string {
  return body.replace(/"observacoes":"[^"]*"/, '').replace(UUIDS, '')
}

const UUIDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** What is asked for, but for the signature of shops, which is new in every run as well. */
function withoutSignature(search: string): string {
  return search.replace(/[?&]oauth_[^&]*/g, '')
}

/** A call in an event of its own: while it is under way nothing else happens. */
function withoutLatency(
  scheduler: Scheduler,
  isVirtual: boolean,
  label: string,
  request: Parameters<HttpClient>[0],
): ReturnType<HttpClient> {
  if (!isVirtual) return httpClient(request)
  return new Promise((resolve, reject) => {
    scheduler.after(0, label, async () => {
      await httpClient(request).then(resolve, reject)
    })
  })
}

async function unanswered(wait: (ms: number, label: string) => Promise<void>, label: string): Promise<never> {
  await wait(PATIENCE_MS, label)
  throw new HttpFailure('timeout', false, undefined)
}

/** What a dead process still complains about is nobody's concern. */
function ignoreTheDead(): void {}
