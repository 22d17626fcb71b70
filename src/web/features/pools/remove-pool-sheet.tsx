import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Pool, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

/** Takes a unified stock away; the deposits keep what they show. */
export function RemovePoolSheet({ pool, onClose }: { readonly pool: Pool; readonly onClose: () => void }) {
  const client = useQueryClient()
  const removing = useMutation({
    mutationFn: () => sync.deletePool(pool.id),
    onSuccess: async () => {
      toast(m.pools.removing.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  return (
    <Sheet title={m.pools.removing.title} note={pool.name} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{m.pools.removing.note}</p>
        <Refused error={removing.error} />
        <Button look="danger" size="large" disabled={removing.isPending} onClick={() => removing.mutate()}>
          {m.pools.removing.confirm}
        </Button>
      </div>
    </Sheet>
  )
}
