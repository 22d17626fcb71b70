import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Got } from '../../../client/api-types.ts'
import type { purchase } from '../../../contract/purchases.ts'
import { Button } from '../../components/button.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'

/** Gives up a purchase that is on its way. It cannot be taken back, so it is asked once more. */
export function CancelPurchase({
  purchase: { id, number },
  onDone,
}: {
  readonly purchase: Pick<Got<typeof purchase>, 'id' | 'number'>
  readonly onDone: () => void
}) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const texts = m.catalog.purchases
  const key = useCommandKey(['cancel', id])
  const cancelling = useMutation({
    mutationFn: () => api.purchases.cancel(id, { idempotency_key: key }),
    onSuccess: () => {
      toast(texts.cancelledDone(number))
      onDone()
    },
    // A refusal tells as well that the purchase is no longer what is shown.
    onSettled: () => client.invalidateQueries(),
  })
  if (!isAsking)
    return (
      <Button look="quiet" onClick={() => setAsking(true)}>
        {texts.cancel}
      </Button>
    )
  return (
    <section aria-label={texts.cancelAsk(number)} className="flex flex-col gap-2 border-line border-t pt-3">
      <p className="font-semibold">{texts.cancelAsk(number)}</p>
      <p className="text-note text-soft">{texts.cancelNote}</p>
      <Refused error={cancelling.error} />
      <Button look="danger" disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>
        {texts.cancel}
      </Button>
      <Button look="quiet" onClick={() => setAsking(false)}>
        {m.actions.back}
      </Button>
    </section>
  )
}
