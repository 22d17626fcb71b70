const MARK = /EstoqueUni ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/

/** What an order that we make says in its internal notes, so that it is recognised whatever became of its number. */
export function noteOf(order_id: string): string {
  return `EstoqueUni ${order_id}`
}

/** Which order of ours the internal notes name; null when none. */
export function orderNotedIn(internal_notes: string): string | null {
  return MARK.exec(internal_notes)?.[1] ?? null
}
