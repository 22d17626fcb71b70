import type { DeliveryTask } from './webhooks/agenda.ts'

/** One request to Bling's API or OAuth, as assertions want it. Times by the sandbox's clock. */
export interface CallRecord {
  readonly at: number
  readonly method: string
  readonly url: string
  /** The route, e.g. `GET /produtos/{idProduto}`. */
  operation: string
  company_id: string | null
  client_id: string | null
  /** `null` while unanswered, or when the connection was cut. */
  status: number | null
  /** The fault that was played on this call, or `null`. */
  fault: string | null
  /** Whether `enable-jwt: 1` was sent. */
  readonly enable_jwt: boolean
  readonly body: unknown
}

/** One event and what became of it. */
export interface WebhookRecord {
  readonly event: string
  readonly event_id: string
  readonly company_id: string
  readonly client_id: string | null
  readonly url: string
  readonly created_at: number
  readonly body: string
  state: 'queued' | 'delivered' | 'failed' | 'dropped' | 'discarded'
  readonly attempts: WebhookAttempt[]
}

/** One try; `status` is `null` when there was no answer in time. */
export interface WebhookAttempt {
  readonly at: number
  readonly status: number | null
  readonly error: string | null
}

type Described = Pick<WebhookRecord, 'event' | 'event_id' | 'company_id' | 'client_id' | 'url' | 'body'>

const KEEP = 50_000

/** What happened lately, in memory only; the oldest entries go first. */
export class ActivityLog {
  #calls: CallRecord[] = []
  #webhooks: WebhookRecord[] = []
  #byTask = new Map<number, WebhookRecord>()

  /** Calls in order of arrival. */
  get calls(): readonly CallRecord[] {
    return this.#calls
  }

  /** Events in the order they happened. */
  get webhooks(): readonly WebhookRecord[] {
    return this.#webhooks
  }

  /** Forgets everything; deliveries under way are not lost by it. */
  clear(): void {
    this.#calls = []
    this.#webhooks = []
    this.#byTask.clear()
  }

  /** Adds a call, to be completed by whoever answers it. */
  call(record: CallRecord): CallRecord {
    this.#calls.push(record)
    if (this.#calls.length > KEEP) this.#calls = this.#calls.slice(KEEP / 2)
    return record
  }

  /** An event that a fault made vanish. */
  webhookDropped(event: Described, at: number): void {
    this.#add(event, at, 'dropped')
  }

  /** An event set on its way. */
  webhookQueued(task: DeliveryTask, at: number): void {
    this.#byTask.set(task.id, this.#add(task, at, 'queued'))
  }

  /** A try to deliver. */
  webhookAttempted(task: DeliveryTask, attempt: WebhookAttempt): void {
    this.#byTask.get(task.id)?.attempts.push(attempt)
  }

  /** The end of a delivery. */
  webhookClosed(task: DeliveryTask, state: 'delivered' | 'failed' | 'discarded'): void {
    const record = this.#byTask.get(task.id)
    if (record) record.state = state
    this.#byTask.delete(task.id)
  }

  /** An event that is tried once only, with how that ended. */
  webhookTried(event: Described, attempt: WebhookAttempt, isDelivered: boolean): void {
    this.#add(event, attempt.at, isDelivered ? 'delivered' : 'failed').attempts.push(attempt)
  }

  #add(event: Described, at: number, state: WebhookRecord['state']): WebhookRecord {
    const record: WebhookRecord = {
      event: event.event,
      event_id: event.event_id,
      company_id: event.company_id,
      client_id: event.client_id,
      url: event.url,
      created_at: at,
      body: event.body,
      state,
      attempts: [],
    }
    this.#webhooks.push(record)
    if (this.#webhooks.length > KEEP) this.#webhooks = this.#webhooks.slice(KEEP / 2)
    return record
  }
}
