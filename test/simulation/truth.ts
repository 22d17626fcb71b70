/** An order as the world knows it, whoever was told of it. */
export type TrueOrder = {
  readonly shop: string
  readonly order_id: number
  quantities: Map<string, number>
  state: 'open' | 'shipped' | 'gone'
}

/** What really happened: units that exist, and orders that ask for them. It knows nothing of the product. */
export type Truth = {
  /** Units that exist of a SKU, wherever they are. */
  stock(sku: string): number
  /** Units that came, or went without an order. */
  moved(sku: string, units: number): void
  ordered(order: TrueOrder): void
  edited(order: TrueOrder, quantities: Map<string, number>): void
  shipped(order: TrueOrder): void
  /** Cancelled or removed; what it had taken came back. */
  ended(order: TrueOrder): void
  orders(state: TrueOrder['state']): TrueOrder[]
  /** Units that nobody has asked for; negative when more was sold than there is. */
  free(sku: string): number
}

/** Begins with nothing. */
export function createTruth(): Truth {
  const stock = new Map<string, number>()
  const orders: TrueOrder[] = []
  const moved = (sku: string, units: number) => void stock.set(sku, (stock.get(sku) ?? 0) + units)
  const asked = (sku: string) =>
    orders
      .filter(({ state }) => state === 'open')
      .reduce((total, { quantities }) => total + (quantities.get(sku) ?? 0), 0)
  return {
    stock: (sku) => stock.get(sku) ?? 0,
    moved,
    ordered: (order) => void orders.push(order),
    edited: (order, quantities) => {
      order.quantities = quantities
    },
    shipped: (order) => {
      order.state = 'shipped'
      for (const [sku, units] of order.quantities) moved(sku, -units)
    },
    ended: (order) => {
      if (order.state === 'shipped') for (const [sku, units] of order.quantities) moved(sku, units)
      order.state = 'gone'
    },
    orders: (state) => orders.filter((order) => order.state === state),
    free: (sku) => (stock.get(sku) ?? 0) - asked(sku),
  }
}
