import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Got } from '../../../client/api-types.ts'
import type { PAYMENT_METHODS, saleAnswer } from '../../../contract/sales.ts'
import { toast } from '../../components/toasts.tsx'
import { moneyText } from '../../lib/format.ts'
import { outdate } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'
import type { Entry } from '../../offline/entry.ts'
import { useOutbox } from '../../offline/outbox.tsx'
import { showWritten } from '../../offline/use-branch-stock.ts'
import { type Cart, mergeCarts } from './cart.ts'
import type { CartPlan } from './plan-cart.ts'

/** How a customer paid. */
export type Payment = (typeof PAYMENT_METHODS)[number]

/** A sale that was made: registered with its number, or kept on this device. */
export type Receipt = { readonly total_cents: number; readonly payment: Payment } & (
  | { readonly kind: 'done'; readonly id: string; readonly number: number }
  | { readonly kind: 'kept'; readonly entry: Entry }
)

/**
 * Registers a sale, or keeps it on the device; a refusal is the mutation's error and the cart stays. From the moment it is sent the
 * outbox has it and the cart does not: a page that is killed and comes back never offers it again.
 */
export function useRecordSale(
  branch_id: string,
  {
    setCart,
    onDone,
  }: {
    readonly setCart: (change: (before: Cart) => Cart) => void
    readonly onDone: (receipt: Receipt) => void
  },
) {
  const client = useQueryClient()
  const { perform } = useOutbox()
  return useMutation({
    mutationFn: async ({
      cart,
      plan,
      payment,
    }: {
      cart: Cart
      plan: CartPlan
      payment: Payment
    }): Promise<Receipt> => {
      setCart(() => [])
      const performed = await perform<Got<typeof saleAnswer>>({
        kind: 'sale',
        body: { branch_id, payment_method: payment, lines: cart },
        ...(plan.unpriced_lines === 0 ? { charged_cents: plan.total_cents } : {}),
        summary: `${m.till.cartSummary(cart.length)} · ${moneyText(plan.total_cents)}`,
      }).catch((error: unknown) => {
        setCart((since) => mergeCarts(cart, since))
        throw error
      })
      if (performed.kind === 'kept') {
        return { kind: 'kept', entry: performed.entry, total_cents: plan.total_cents, payment }
      }
      const { id, number, total_cents, movements } = performed.answer
      await showWritten(client, branch_id, movements)
      return { kind: 'done', id, number, total_cents, payment }
    },
    onSuccess: (receipt) => {
      onDone(receipt)
      outdate(client, ['sales', 'inventory', 'dashboard'])
    },
  })
}

/** Takes a sale back: the server returns the stock; one that has not left the device simply never happened. */
export function useUndoSale(onDone: () => void) {
  const client = useQueryClient()
  const { perform, discard } = useOutbox()
  return useMutation({
    mutationFn: async (receipt: Receipt) => {
      if (receipt.kind === 'done') {
        await perform({
          kind: 'sale_cancel',
          body: { sale_id: receipt.id },
          summary: m.till.receiptNumber(receipt.number),
        })
        toast(m.till.undone(receipt.number))
      } else if (receipt.entry.may_have_arrived) {
        await perform({
          kind: 'sale_cancel',
          body: { sale_op_id: receipt.entry.op_id },
          summary: receipt.entry.summary,
        })
        toast(m.till.undoneOffline)
      } else {
        await discard(receipt.entry)
        toast(m.till.undoneOffline)
      }
    },
    onSuccess: () => {
      onDone()
      outdate(client, ['sales', 'inventory', 'dashboard', 'till'])
    },
  })
}
