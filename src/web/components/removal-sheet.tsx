import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from './button.tsx'
import { Sheet } from './sheet.tsx'
import { Failure, Refused, SkeletonRows } from './states.tsx'
import { toast } from './toasts.tsx'

type Dependent = { readonly kind: string; readonly id: string; readonly name: string }

/** Removes something after showing what goes away with it. */
export function RemovalSheet({
  name,
  texts,
  queryKey,
  dependents,
  remove,
  onRemoved,
  onClose,
}: {
  readonly name: string
  readonly texts: {
    readonly title: string
    readonly note: string
    readonly goesAway: string
    readonly nothing: string
    readonly kinds: Readonly<Record<string, string>>
    readonly confirm: string
    readonly done: string
  }
  readonly queryKey: readonly unknown[]
  readonly dependents: () => Promise<{ readonly items: readonly Dependent[] }>
  readonly remove: () => Promise<unknown>
  /** Has whatever showed it look again, before the sheet closes. */
  readonly onRemoved: () => Promise<void>
  readonly onClose: () => void
}) {
  const found = useQuery({ queryKey, queryFn: dependents, staleTime: 0 })
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      toast(texts.done)
      await onRemoved()
      onClose()
    },
  })
  return (
    <Sheet title={texts.title} note={name} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{texts.note}</p>
        {found.isPending && <SkeletonRows rows={2} className="h-10" />}
        {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && found.data.items.length === 0 && <p className="text-soft">{texts.nothing}</p>}
        {found.isSuccess && found.data.items.length > 0 && (
          <section>
            <h3 className="font-semibold">{texts.goesAway}</h3>
            <ul className="divide-y divide-line">
              {found.data.items.map((one) => (
                <li key={`${one.kind}/${one.id}/${one.name}`} className="py-2">
                  <span className="block">{one.name}</span>
                  <span className="text-note text-soft">{texts.kinds[one.kind] ?? one.kind}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Refused error={removing.error} />
        <Button
          look="danger"
          size="large"
          disabled={removing.isPending || !found.isSuccess}
          onClick={() => removing.mutate()}
        >
          {texts.confirm}
        </Button>
      </div>
    </Sheet>
  )
}
