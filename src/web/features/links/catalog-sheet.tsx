import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'

const SHOWN = 200

/** Makes an account's products one's own: first what would happen, row by row, then it happens. */
export function CatalogSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const preview = useQuery({
    queryKey: ['bling', 'catalog', account.id],
    queryFn: () => bling.catalog(account.id, true),
    staleTime: 0,
  })
  const texts = m.links.products
  const bringing = useMutation({
    mutationFn: () => bling.catalog(account.id, false),
    onSuccess: async ({ created, linked }) => {
      toast(texts.done(created, linked))
      await client.invalidateQueries()
      onClose()
    },
  })
  const { data } = preview
  const rows = data?.rows.filter(({ result }) => result !== 'unchanged') ?? []
  return (
    <Sheet title={texts.previewTitle} note={account.name} isOpen onClose={onClose} side="right">
      {preview.isPending && <SkeletonRows rows={6} className="h-12" />}
      {preview.isError && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
      {data !== undefined && (
        <div className="flex flex-col gap-4">
          <p className="font-semibold">{texts.summary(data.created, data.linked, data.refused)}</p>
          <p className="text-soft">{rows.length === 0 ? texts.nothing : texts.previewNote}</p>
          <ul className="divide-y divide-line">
            {rows.slice(0, SHOWN).map((row) => (
              <li key={row.bling_product_id} className="flex items-baseline gap-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{row.name}</span>
                  <span className="block text-note text-soft">{row.reason ?? row.sku}</span>
                </span>
                <span
                  className={`text-note font-semibold ${row.result === 'refused' ? 'text-bad' : 'text-good'}`}
                >
                  {texts.results[row.result]}
                </span>
              </li>
            ))}
          </ul>
          {rows.length > SHOWN && <p className="text-note text-soft">{m.bling.choose.more}</p>}
          <Refused error={bringing.error} />
          <Button
            look="main"
            size="large"
            className="sticky bottom-0"
            disabled={bringing.isPending || data.created + data.linked === 0}
            onClick={() => bringing.mutate()}
          >
            {texts.confirm}
          </Button>
        </div>
      )}
    </Sheet>
  )
}
