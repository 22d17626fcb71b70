import type { Ask } from '../shops/site-ask.ts'
import { makeSiteCall } from '../shops/site-calls.ts'
import { deliverAnnouncement } from '../shops/wc-webhook.ts'
import type { Sim } from '../sim.ts'
import type { DeliveryTask, Task, VirtualStockTask } from './agenda.ts'
import { resourceOf } from './resource.ts'
import { signature } from './signature.ts'
import { emitVirtualStock } from './stock-events.ts'

/** An HTTP POST to a receiver; answers the status, throws when there was none in time. */
export type Post = (request: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}) => Promise<number>

/** What a settlement did. */
export interface Settlement {
  readonly delivered: number
  readonly failed: number
  readonly pending: number
  readonly next_due_at: number | null
}

const ANSWER_WITHIN_MS = 5_000
const AT_ONCE = 16
const LONGEST_ALARM_MS = 2_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Growing gaps that end a little under three days after the first try; Bling does not publish its own. */
export const RETRY_GAPS_MS: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
]

/** Posts over real HTTP. A redirect is not followed, and so is no success. */
export const postOverHttp: Post = async ({ url, headers, body, timeoutMs }) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  })
  await answer.arrayBuffer()
  return answer.status
}

/** Does what is due: by itself in real time, or only when told to settle. */
export class Courier {
  readonly #sim: Sim
  readonly #post: Post
  readonly #ask: Ask
  readonly #alone: boolean
  #alarm: NodeJS.Timeout | undefined
  #inFlight = new Set<Promise<boolean | undefined>>()
  #closed = false

  constructor(sim: Sim, ways: { readonly post: Post; readonly ask: Ask }, alone: boolean) {
    this.#sim = sim
    this.#post = ways.post
    this.#ask = ways.ask
    this.#alone = alone
    sim.agenda.onAdd(() => this.arm())
    this.arm()
  }

  /** Sets the alarm for the next task; with a manual clock there is no alarm. */
  arm(): void {
    clearTimeout(this.#alarm)
    const due = this.#sim.agenda.nextDue()
    if (this.#closed || !this.#alone || due === undefined || this.#sim.clock.mode === 'manual') return
    if (this.#inFlight.size >= AT_ONCE) return
    const wait = Math.min(Math.max(due - this.#sim.clock.now(), 0), LONGEST_ALARM_MS)
    this.#alarm = setTimeout(() => this.#pump(), wait)
    this.#alarm.unref()
  }

  /** Does everything due now, one after the other and in order, and what that makes due. */
  async settle(): Promise<Settlement> {
    let delivered = 0
    let failed = 0
    for (;;) {
      const task = this.#sim.agenda.take(this.#sim.clock.now())
      if (!task && this.#inFlight.size === 0) break
      const outcome = task ? await this.#run(task) : await Promise.race(this.#inFlight)
      if (outcome === true) delivered += 1
      if (outcome === false) failed += 1
    }
    this.arm()
    return {
      delivered,
      failed,
      pending: this.#sim.agenda.size,
      next_due_at: this.#sim.agenda.nextDue() ?? null,
    }
  }

  /** Stops; what waits stays in the state. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#alarm)
    await Promise.all(this.#inFlight)
  }

  #pump(): void {
    while (this.#inFlight.size < AT_ONCE) {
      const task = this.#sim.agenda.take(this.#sim.clock.now())
      if (!task) break
      const running = this.#run(task)
      this.#inFlight.add(running)
      void running.finally(() => {
        this.#inFlight.delete(running)
        this.arm()
      })
    }
    this.arm()
  }

  /** `true` delivered, `false` failed, `undefined` when nothing was sent. */
  async #run(task: Task): Promise<boolean | undefined> {
    if (task.kind === 'virtual_stock') {
      emitVirtualStock(this.#sim, task)
      this.#sim.agenda.done(task)
      this.#sim.flush()
      return undefined
    }
    const delivered = await this.#send(task)
    this.#sim.flush()
    return delivered
  }

  #send(task: Exclude<Task, VirtualStockTask>): Promise<boolean | undefined> {
    switch (task.kind) {
      case 'shop_delivery':
        return deliverAnnouncement(this.#sim, this.#post, task)
      case 'site_call':
        return makeSiteCall(this.#sim, this.#ask, task)
      case 'delivery':
        return this.#deliver(task)
    }
  }

  async #deliver(task: DeliveryTask): Promise<boolean | undefined> {
    const app = task.client_id === null ? undefined : this.#sim.world.apps.get('', task.client_id)
    const resource = resourceOf(task.event)
    if (task.format === 'v1' && (!app || !resource || !app.webhook_resources.includes(resource))) {
      this.#sim.agenda.done(task)
      this.#sim.log.webhookClosed(task, 'discarded')
      return undefined
    }
    const at = this.#sim.clock.now()
    const { status, error } = await this.#attempt(task, app?.client_secret ?? '')
    const delivered = status !== null && status >= 200 && status < 300
    this.#sim.log.webhookAttempted(task, { at, status, error })
    if (delivered) {
      this.#sim.agenda.done(task)
      this.#sim.log.webhookClosed(task, 'delivered')
    } else this.#retry(task)
    return delivered
  }

  async #attempt(
    task: DeliveryTask,
    secret: string,
  ): Promise<{ status: number | null; error: string | null }> {
    const headers: Record<string, string> =
      task.format === 'v1'
        ? { 'content-type': 'application/json', 'x-bling-signature-256': signature(task.body, secret) }
        : { 'content-type': 'application/x-www-form-urlencoded' }
    try {
      const status = await this.#post({
        url: task.url,
        headers,
        body: task.body,
        timeoutMs: ANSWER_WITHIN_MS,
      })
      return { status, error: null }
    } catch (error) {
      return { status: null, error: error instanceof Error ? `${error.name}: ${error.message}` : 'failed' }
    }
  }

  /** Tries again later; after the last gap the application's subscription to the resource is switched off. */
  #retry(task: DeliveryTask): void {
    const gap = task.format === 'v1' ? RETRY_GAPS_MS[task.attempts] : undefined
    if (gap !== undefined) {
      this.#sim.agenda.put({ ...task, attempts: task.attempts + 1, due_at: this.#sim.clock.now() + gap })
      return
    }
    this.#sim.agenda.done(task)
    this.#sim.log.webhookClosed(task, 'failed')
    const app = task.client_id === null ? undefined : this.#sim.world.apps.get('', task.client_id)
    const resource = resourceOf(task.event)
    if (!app || !resource) return
    this.#sim.world.apps.put('', app.client_id, {
      ...app,
      webhook_resources: app.webhook_resources.filter((name) => name !== resource),
    })
  }
}
