import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'

/** Disconnects a site after showing what goes away with it and which orders are still under way. */
export function RemoveSheet({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const client = useQueryClient()
  const dependents = useQuery({
    queryKey: ['site-dependents', site.id],
    queryFn: () => sites.dependents(site.id),
    staleTime: 0,
  })
  const removing = useMutation({
    mutationFn: () => sites.disconnect(site.id),
    onSuccess: async () => {
      toast(m.sites.removing.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
      await client.invalidateQueries({ queryKey: ['orders'] })
      onClose()
    },
  })
  const texts = m.sites.removing
  return (
    <Sheet title={texts.title} note={site.name} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{texts.note}</p>
        {dependents.isPending && <SkeletonRows rows={2} className="h-10" />}
        {dependents.isError && <Failure error={dependents.error} onRetry={() => void dependents.refetch()} />}
        {dependents.isSuccess && dependents.data.items.length === 0 && (
          <p className="text-soft">{texts.nothing}</p>
        )}
        {dependents.isSuccess && dependents.data.items.length > 0 && (
          <ul className="divide-y divide-line">
            {dependents.data.items.map(({ kind, id, name }) => (
              <li key={`${kind}/${id}`} className="py-2">
                <span className="block font-medium">{name}</span>
                <span className="text-note text-soft">{texts.kinds[kind]}</span>
              </li>
            ))}
          </ul>
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
