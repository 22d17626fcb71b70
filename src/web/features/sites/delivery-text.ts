import { m } from '../../messages/messages.ts'

/** What a notice to a site speaks of, read from its own bytes; a notice that cannot be read is told as one all the same. */
export function deliveryText(body: string): string {
  const { reference, status } = parsed(body)
  if (typeof reference !== 'string' || typeof status !== 'string') return m.sites.deliveries.other
  const statuses: Readonly<Record<string, string>> = m.orders.statuses
  return m.sites.deliveries.order(reference, statuses[status] ?? status)
}

function parsed(body: string): { readonly reference?: unknown; readonly status?: unknown } {
  try {
    const said: unknown = JSON.parse(body)
    return typeof said === 'object' && said !== null ? said : {}
  } catch {
    return {}
  }
}
