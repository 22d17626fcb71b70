import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type OrderDetail, orders } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { actionsOf, type OrderAction } from './order-standing.ts'

const CALLS: Readonly<Record<OrderAction, (id: string) => Promise<OrderDetail>>> = {
  resend: orders.resend,
  release: orders.resend,
  approve: (id) => orders.settlePayment(id, { payment: 'approved' }),
  refuse: (id) => orders.settlePayment(id, { payment: 'refused' }),
  invoice: orders.invoice,
  cancel: orders.cancel,
}

/** What a person may do about an order; whatever moves money, goods or documents asks once more, and says what it does. */
export function OrderActions({ order }: { readonly order: OrderDetail }) {
  const { can } = useSession()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Exclude<OrderAction, 'resend'> | null>(null)
  const texts = m.orders.actions
  const doing = useMutation({
    mutationFn: (action: OrderAction) => CALLS[action](order.id),
    onSuccess: async (fresh, action) => {
      toast(texts.done[action])
      setAsked(null)
      client.setQueryData(['orders', 'one', order.id], fresh)
      await client.invalidateQueries({ queryKey: ['orders'] })
    },
  })
  const actions = actionsOf(order)
  if (!can('orders.write') || actions.length === 0) return null
  if (asked !== null && actions.includes(asked))
    return (
      <Sure
        question={texts.sure[asked === 'cancel' && hasLeft(order) ? 'cancelShipped' : asked]}
        confirm={texts.confirm[asked]}
        isDanger={asked === 'cancel' || asked === 'refuse'}
        isBusy={doing.isPending}
        error={doing.error}
        onConfirm={() => doing.mutate(asked)}
        onBack={() => setAsked(null)}
      />
    )
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {actions.map((action, index) => (
          <Button
            key={action}
            look={lookOf(action, index)}
            disabled={doing.isPending}
            onClick={() => {
              doing.reset()
              if (action === 'resend') doing.mutate(action)
              else setAsked(action)
            }}
          >
            {texts[action]}
          </Button>
        ))}
      </div>
      <Refused error={doing.error} />
    </div>
  )
}

function lookOf(action: OrderAction, index: number) {
  if (action === 'cancel' || action === 'refuse') return 'danger'
  return index === 0 ? 'main' : 'plain'
}

function hasLeft({ progress }: OrderDetail): boolean {
  return progress === 'shipped' || progress === 'delivered'
}

/** The second question, in the place of the buttons; it is read aloud as it comes. */
function Sure({
  question,
  confirm,
  isDanger,
  isBusy,
  error,
  onConfirm,
  onBack,
}: {
  readonly question: string
  readonly confirm: string
  readonly isDanger: boolean
  readonly isBusy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onBack: () => void
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div
      ref={box}
      role="alertdialog"
      aria-label={question}
      tabIndex={-1}
      className="flex flex-col gap-3 rounded-card border border-edge p-4 outline-none"
    >
      <p className="font-medium">{question}</p>
      <Refused error={error} />
      <div className="flex flex-wrap gap-2">
        <Button look={isDanger ? 'danger' : 'main'} disabled={isBusy} onClick={onConfirm}>
          {confirm}
        </Button>
        <Button look="quiet" disabled={isBusy} onClick={onBack}>
          {m.orders.actions.keep}
        </Button>
      </div>
    </div>
  )
}
