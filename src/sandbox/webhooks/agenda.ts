import type { SiteOrderWord } from '../shops/site.ts'
import type { Table } from '../state/table.ts'

/** What is done later: compute a reservation's event, hand an event to its receiver, or have a shop written by hand call EstoqueUni. */
export type Task = VirtualStockTask | DeliveryTask | ShopDeliveryTask | SiteCallTask

/** When due, the product's balances of that moment become a `virtual_stock.updated`. */
export interface VirtualStockTask {
  readonly kind: 'virtual_stock'
  readonly id: number
  readonly due_at: number
  readonly company_id: string
  readonly product_id: number
}

/** One event on its way to one address. The body is fixed when the event happens: retries repeat it byte for byte. */
export interface DeliveryTask {
  readonly kind: 'delivery'
  readonly id: number
  readonly due_at: number
  /** `v1` is signed JSON; `legacy` is the older unsigned form. */
  readonly format: 'v1' | 'legacy'
  readonly client_id: string | null
  readonly company_id: string
  readonly event: string
  readonly event_id: string
  readonly url: string
  readonly body: string
  readonly attempts: number
}

/** One announcement of a shop. Its body is made when it is delivered. */
export interface ShopDeliveryTask {
  readonly kind: 'shop_delivery'
  readonly id: number
  readonly due_at: number
  readonly shop_id: string
  readonly webhook_id: number
  readonly topic: string
  readonly resource_id: number
}

/** What a shop written by hand calls EstoqueUni for. */
export type SiteCall =
  | { readonly what: 'read' }
  | { readonly what: 'order'; readonly reference: string }
  | { readonly what: 'status'; readonly reference: string; readonly status: SiteOrderWord }
  | { readonly what: 'look'; readonly order_id: string }

/** One call of a shop written by hand; it is made until its answer is clear. */
export interface SiteCallTask {
  readonly kind: 'site_call'
  readonly id: number
  readonly due_at: number
  readonly site_id: string
  readonly call: SiteCall
  readonly attempts: number
}

/** Tasks in the order of their time, then of their number. The table keeps them over a restart. */
export class Agenda {
  readonly #table: Table<Task>
  #waiting: Task[] = []
  #lastId = 0
  #onAdd: () => void = () => {}

  constructor(table: Table<Task>) {
    this.#table = table
    this.reload()
  }

  /** Takes up the tasks found in the table. */
  reload(): void {
    this.#waiting = [...this.#table.in('').values()].sort(before)
    this.#lastId = this.#waiting.reduce((highest, task) => Math.max(highest, task.id), this.#lastId)
  }

  /** Called after each addition, so that whoever keeps the time can set its alarm. */
  onAdd(listener: () => void): void {
    this.#onAdd = listener
  }

  /** Writes a task down and returns it numbered. */
  add<Kind extends Task>(task: Omit<Kind, 'id'>): Kind {
    this.#lastId += 1
    // The number is all that the task lacked.
    const numbered = { ...task, id: this.#lastId } as Kind
    this.put(numbered)
    return numbered
  }

  /** Puts a taken task back, usually at a later time. */
  put(task: Task): void {
    this.#table.put('', task.id, task)
    let low = 0
    let high = this.#waiting.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.#waiting[middle]
      if (other && before(other, task) < 0) low = middle + 1
      else high = middle
    }
    this.#waiting.splice(low, 0, task)
    this.#onAdd()
  }

  /** Takes the first task due at `now` out of the order; it stays in the table until `done`. */
  take(now: number): Task | undefined {
    const first = this.#waiting[0]
    return first && first.due_at <= now ? this.#waiting.shift() : undefined
  }

  /** Forgets a task for good. */
  done(task: Task): void {
    this.#table.remove('', task.id)
  }

  /** When the next task is due, or `undefined` when there is none. */
  nextDue(): number | undefined {
    return this.#waiting[0]?.due_at
  }

  /** How many tasks wait. */
  get size(): number {
    return this.#waiting.length
  }
}

function before(left: Task, right: Task): number {
  return left.due_at - right.due_at || left.id - right.id
}
