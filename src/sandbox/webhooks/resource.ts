/** Resources an application can subscribe to. */
export const WEBHOOK_RESOURCES = [
  'order',
  'product',
  'stock',
  'virtual_stock',
  'invoice',
  'consumer_invoice',
] as const

/** One of them. */
export type WebhookResource = (typeof WEBHOOK_RESOURCES)[number]

/** An event's name. `virtual_stock` is only ever updated. */
export type WebhookEvent = `${WebhookResource}.${'created' | 'updated' | 'deleted'}`

/** The scope without which an application never hears of a resource. */
export const RESOURCE_SCOPE: Readonly<Record<WebhookResource, string>> = {
  order: 'PedidosVenda',
  product: 'Produtos',
  stock: 'Estoques',
  virtual_stock: 'Estoques',
  invoice: 'NotasFiscais',
  consumer_invoice: 'NotasFiscais',
}

/** What an application hears of that was given these resources: whoever enables `stock` has `virtual_stock` with it. */
export function enabledWith(resources: readonly WebhookResource[]): readonly WebhookResource[] {
  return resources.includes('stock')
    ? [...new Set<WebhookResource>([...resources, 'virtual_stock'])]
    : resources
}

/** The resource an event is of. */
export function resourceOf(event: string): WebhookResource | undefined {
  const name = event.slice(0, event.indexOf('.'))
  return WEBHOOK_RESOURCES.find((resource) => resource === name)
}
