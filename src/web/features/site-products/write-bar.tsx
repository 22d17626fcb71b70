import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlanCounts } from '../../../contract/site-exchange.ts'
import { CHANGE_KINDS, type ChangeKind } from '../../../domain/sites/product-plan.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { countText } from '../../lib/format.ts'
import { type PlannedProduct, type ProductRun, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'

/** Writes what is chosen, as it is shown; or, once agreed to by its numbers, everything of a kind. It stays in sight below the list. */
export function WriteBar({
  site_id,
  picked,
  kinds,
  counts,
  onClear,
  onStarted,
}: {
  readonly site_id: string
  readonly picked: readonly PlannedProduct[]
  /** What "everything" is; null where it cannot be written as a whole. */
  readonly kinds: readonly ChangeKind[] | null
  readonly counts: PlanCounts | null
  readonly onClear: () => void
  readonly onStarted: (run: ProductRun) => void
}) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const texts = m.siteProducts
  const writing = useMutation({
    mutationFn: () => {
      if (picked.length === 0) return siteProducts.start(site_id, { kinds: [...(kinds ?? CHANGE_KINDS)] })
      const lines = picked.flatMap(({ product_id, writes }) =>
        writes.map(({ side, fingerprint }) => ({ product_id, side, fingerprint })),
      )
      return siteProducts.start(site_id, { lines })
    },
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['site-products', site_id] })
      onStarted(run)
    },
  })
  if (picked.length === 0 && (kinds === null || counts === null)) return null
  return (
    <div className="sticky bottom-[calc(env(safe-area-inset-bottom)+4.5rem)] z-20 flex flex-col gap-2 rounded-card border border-line bg-raised p-3 shadow-float md:bottom-4">
      <div className="flex flex-wrap items-center gap-3">
        {picked.length > 0 ? (
          <>
            <Button look="main" size="large" disabled={writing.isPending} onClick={() => writing.mutate()}>
              {texts.write(picked.length)}
            </Button>
            <Button look="quiet" onClick={onClear}>
              {texts.clear}
            </Button>
          </>
        ) : (
          <Button look="main" size="large" onClick={() => setAsking(true)}>
            {texts.writeAll}
          </Button>
        )}
        <p className="hidden min-w-0 flex-1 basis-52 text-note text-soft sm:block">
          {picked.length > 0 ? texts.writeNote : texts.chooseNote}
        </p>
      </div>
      {!isAsking && <Refused error={writing.error} />}
      {counts !== null && (
        <Sheet
          title={texts.writeAllTitle}
          note={texts.writeAllNote}
          isOpen={isAsking}
          onClose={() => setAsking(false)}
        >
          <div className="flex flex-col gap-4">
            <ul className="flex flex-col gap-1">
              {(kinds ?? CHANGE_KINDS)
                .filter((kind) => counts[kind] > 0)
                .map((kind) => (
                  <li key={kind} className="flex justify-between gap-3 border-line border-b py-2">
                    <span>{texts.filters[kind]}</span>
                    <span className="font-semibold tabular-nums">{countText(counts[kind])}</span>
                  </li>
                ))}
            </ul>
            <Refused error={writing.error} />
            <Button look="main" size="large" disabled={writing.isPending} onClick={() => writing.mutate()}>
              {texts.writeAll}
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  )
}
