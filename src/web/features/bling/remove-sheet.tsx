import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'

/** Removes an account after showing which deposits, links and branches go away with it. */
export function RemoveSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const dependents = useQuery({
    queryKey: ['bling', 'dependents', account.id],
    queryFn: () => bling.dependents(account.id),
    staleTime: 0,
  })
  const removing = useMutation({
    mutationFn: () => bling.removeAccount(account.id),
    onSuccess: async () => {
      toast(m.bling.removing.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  const texts = m.bling.removing
  return (
    <Sheet title={texts.title} note={account.name} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{texts.note}</p>
        {dependents.isPending && <SkeletonRows rows={2} className="h-10" />}
        {dependents.isError && <Failure error={dependents.error} onRetry={() => void dependents.refetch()} />}
        {dependents.isSuccess && dependents.data.items.length === 0 && (
          <p className="text-soft">{texts.nothing}</p>
        )}
        {dependents.isSuccess && dependents.data.items.length > 0 && (
          <section>
            <h3 className="font-semibold">{texts.goesAway}</h3>
            <ul className="divide-y divide-line">
              {dependents.data.items.map(({ kind, id, name }) => (
                <li key={`${kind}/${id}/${name}`} className="py-2">
                  <span className="block">{name}</span>
                  <span className="text-note text-soft">{texts.kinds[kind] ?? kind}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Refused error={removing.error} />
        <Button
          look="danger"
          size="large"
          disabled={removing.isPending || !dependents.isSuccess}
          onClick={() => removing.mutate()}
        >
          {texts.confirm}
        </Button>
      </div>
    </Sheet>
  )
}
