import { ProblemError } from '../../../client/problem-error.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { moneyText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import { type Cart, changeLine } from './cart.ts'
import type { CartPlan } from './plan-cart.ts'
import type { Payment } from './use-sale.ts'

const PAYMENTS: readonly Payment[] = ['cash', 'pix', 'debit', 'credit', 'tab', 'other']

/** How it was paid: one tap registers the sale. What the stock refuses is offered again as what it allows. */
export function ReceiveSheet({
  cart,
  plan,
  error,
  isBusy,
  onPay,
  onCart,
  onClose,
}: {
  readonly cart: Cart
  readonly plan: CartPlan
  readonly error: unknown
  readonly isBusy: boolean
  readonly onPay: (payment: Payment) => void
  readonly onCart: (cart: Cart) => void
  readonly onClose: () => void
}) {
  const offers = error instanceof ProblemError ? offersFor(error, cart) : []
  return (
    <Sheet title={moneyText(plan.total_cents)} note={m.till.payment} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Refused error={error} />
        {offers.map((offer) => (
          <Button key={offer.label} look="main" size="large" onClick={() => onCart(offer.cart)}>
            {offer.label}
          </Button>
        ))}
        {offers.length > 0 && <Button onClick={onClose}>{m.till.keepCart}</Button>}
        {offers.length === 0 && (
          <div className="grid grid-cols-2 gap-2">
            {PAYMENTS.map((payment) => (
              <Button key={payment} size="large" disabled={isBusy} onClick={() => onPay(payment)}>
                {m.till.payments[payment]}
              </Button>
            ))}
          </div>
        )}
        {isBusy && (
          <p role="status" className="late text-center text-soft">
            {m.till.receiving}
          </p>
        )}
      </div>
    </Sheet>
  )
}

type Offer = { readonly label: string; readonly cart: Cart }

/** What can be sold instead, out of the facts of a refusal: whole packs, what there is, loose units for a box. */
function offersFor({ code, facts }: ProblemError, cart: Cart): readonly Offer[] {
  const lines = cart.filter((line) => line.product_id === facts['product_id'])
  const [line] = lines
  if (line === undefined || lines.length > 1) return []
  if (code === 'NO_SEALED_BOX' && facts['loose_can_complete'] === true) {
    return [{ label: m.till.completeLoose, cart: changeLine(cart, line, { partial: 'accept' }) }]
  }
  const available = Number(facts['available'])
  if (code !== 'INSUFFICIENT_STOCK' || !(available > 0)) return []
  if (line.sold_as === 'unit' || line.sold_as === 'dose') {
    return [{ label: m.till.sellAvailable(available), cart: changeLine(cart, line, { quantity: available }) }]
  }
  if (line.sold_as !== 'muntu') return []
  const packs = Number(facts['complete_packs'] ?? 0)
  const whole =
    packs > 0
      ? [{ label: m.till.completePacks(packs), cart: changeLine(cart, line, { quantity: packs }) }]
      : []
  const part = { label: m.till.sellAvailable(available), cart: changeLine(cart, line, { partial: 'accept' }) }
  return [part, ...whole]
}
