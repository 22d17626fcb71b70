import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import { m } from '../../messages/messages.ts'
import { useOutbox } from '../../offline/outbox.tsx'
import type { StockAction } from './row-menu.tsx'

type Asked = {
  readonly action: StockAction
  readonly body: Record<string, unknown>
  readonly key: string
  readonly summary: string
}

/**
 * Does an action. Losses, breakages and counts are facts of the shelf and wait on the device without network; what only moves numbers
 * in the books needs the server.
 */
export function usePerformAction(onDone: () => void) {
  const client = useQueryClient()
  const { perform } = useOutbox()
  return useMutation({
    mutationFn: async ({ action, body, key, summary }: Asked) => {
      if (action === 'loss' || action === 'breakage' || action === 'count') {
        return (await perform({ kind: action, body, summary })).kind
      }
      await direct(action, body, key)
      return 'done' as const
    },
    onSuccess: async (kind, { action }) => {
      toast(kind === 'kept' ? m.stock.keptOffline : m.stock.done[action], {
        tone: kind === 'kept' ? 'warn' : 'good',
      })
      onDone()
      await client.invalidateQueries()
    },
  })
}

function direct(action: 'adjust' | 'open_box' | 'transfer', body: Record<string, unknown>, key: string) {
  const options = { idempotency_key: key }
  const { inventory, transfers } = api
  // `bodyOf` wrote the body for this very action; the server reads it with its own schema.
  if (action === 'adjust') {
    return inventory.manualAdjustment(body as Parameters<typeof inventory.manualAdjustment>[0], options)
  }
  if (action === 'open_box')
    return inventory.openBox(body as Parameters<typeof inventory.openBox>[0], options)
  return transfers.record(body as Parameters<typeof transfers.record>[0], options)
}
