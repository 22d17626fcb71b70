import type { BlingClient } from '../bling/client/bling-client.ts'
import type { PaymentMethod } from '../bling/mapping/payment-method.ts'
import type { Clock } from '../kernel/clock.ts'
import type { OrderRoute } from './order-routes.store.ts'

/** How long the ways to pay of an account are remembered. */
const FRESH_MS = 10 * 60_000

/** Gives the account's id of the way to pay of an order: what the owner set for the site's word, else the account's own default. */
export type PaymentMethods = (client: BlingClient, route: OrderRoute, word: string) => Promise<string>

/** Ways to pay change rarely and every order needs one: they are asked for once in a while, each account once at a time. */
export function createPaymentMethods(clock: Clock): PaymentMethods {
  const known = new Map<string, { readonly until: number; readonly methods: Promise<PaymentMethod[]> }>()
  const methodsOf = (client: BlingClient): Promise<PaymentMethod[]> => {
    const { account_id } = client.account
    const now = clock.now().getTime()
    const before = known.get(account_id)
    if (before !== undefined && before.until > now) return before.methods
    const methods = client.channels.paymentMethods()
    known.set(account_id, { until: now + FRESH_MS, methods })
    methods.catch(() => known.delete(account_id))
    return methods
  }
  return async (client, route, word) => {
    const set = Object.hasOwn(route.payment_methods, word) ? route.payment_methods[word] : undefined
    if (set !== undefined) return set
    const active = (await methodsOf(client)).filter((method) => method.is_active)
    return (active.find((method) => method.is_default) ?? active[0])?.payment_method_id ?? '0'
  }
}
