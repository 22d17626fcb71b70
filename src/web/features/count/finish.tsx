import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Got } from '../../../client/api-types.ts'
import type { countAnswer } from '../../../contract/stock.ts'
import type { Level } from '../../../domain/stock/level.ts'
import { Button } from '../../components/button.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { m } from '../../messages/messages.ts'
import type { CountDraft } from '../../offline/device-database.ts'
import { useOutbox } from '../../offline/outbox.tsx'
import { useSession } from '../../session/session.tsx'
import { DifferenceRows, differenceColumns } from './difference-rows.tsx'
import { foundDifferences } from './differences.ts'
import { countBodies } from './use-draft.ts'

type Difference = Got<typeof countAnswer>['lines'][number]

/** What a count that was applied changed; `isKept` when it waits for the network. */
export type CountResult = { readonly differences: readonly Difference[]; readonly isKept: boolean }

/** How far the count is, and its end: the differences are looked at first, then applied or counted again. */
export function Finish({
  draft,
  all,
  levels,
  nameOf,
  onDone,
  onDiscard,
}: {
  readonly draft: CountDraft
  readonly all: number
  readonly levels: ReadonlyMap<string, Level>
  readonly nameOf: (product_id: string) => string
  readonly onDone: (result: CountResult) => void
  readonly onDiscard: () => void
}) {
  const { branch } = useSession()
  const [asking, setAsking] = useState<'review' | 'discard' | null>(null)
  const done = Object.keys(draft.lines).length
  const progress = m.count.progress(done, all)
  const saving = useApply(draft, progress, onDone)
  const rows = foundDifferences(draft, levels).map((row) => ({ ...row, name: nameOf(row.product_id) }))
  return (
    <div className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-10 -mx-4 flex flex-wrap items-center gap-3 border-line border-t bg-raised p-4 md:bottom-4 md:mx-0 md:rounded-card md:border">
      <p role="status" className="min-w-full flex-1 font-semibold sm:min-w-40">
        {progress}
        <span className="block text-note font-normal text-soft">{m.count.finishNote}</span>
      </p>
      <Button look="quiet" onClick={() => (done === 0 ? onDiscard() : setAsking('discard'))}>
        {m.count.discard}
      </Button>
      <Button
        look="main"
        className="flex-1 sm:flex-none"
        disabled={done === 0}
        onClick={() => setAsking('review')}
      >
        {m.count.review}
      </Button>
      {asking === 'review' && (
        <Sheet title={m.count.reviewTitle} note={progress} isOpen onClose={() => setAsking(null)}>
          <div className="flex flex-col gap-3">
            <p className="font-medium">
              {rows.length === 0 ? m.count.resultSame : m.count.result(rows.length)}
            </p>
            <DifferenceRows rows={rows} />
            {rows.length > 0 && (
              <PrintButton
                isHere
                title={m.count.reviewTitle}
                about={branch?.name}
                note={progress}
                columns={differenceColumns()}
                keyOf={(row) => row.product_id}
                source={{ rows }}
              />
            )}
            <Refused error={saving.error} />
            <Button look="main" size="large" disabled={saving.isPending} onClick={() => saving.mutate()}>
              {m.count.finish}
            </Button>
            <Button look="quiet" onClick={() => setAsking(null)}>
              {m.count.keepCounting}
            </Button>
          </div>
        </Sheet>
      )}
      {asking === 'discard' && (
        <Sheet title={m.count.discardTitle} note={progress} isOpen onClose={() => setAsking(null)}>
          <div className="flex flex-col gap-3">
            <Button look="danger" size="large" onClick={onDiscard}>
              {m.count.discard}
            </Button>
            <Button look="quiet" onClick={() => setAsking(null)}>
              {m.count.keepCounting}
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  )
}

function useApply(draft: CountDraft, summary: string, onDone: (result: CountResult) => void) {
  const client = useQueryClient()
  const { perform } = useOutbox()
  return useMutation({
    mutationFn: async (): Promise<CountResult> => {
      const differences: Difference[] = []
      let isKept = false
      for (const body of countBodies(draft)) {
        const performed = await perform<Got<typeof countAnswer>>({ kind: 'count', body, summary })
        if (performed.kind === 'kept') isKept = true
        else differences.push(...performed.answer.lines.filter((line) => line.difference !== 0))
      }
      return { differences, isKept }
    },
    onSuccess: async (result) => {
      onDone(result)
      await client.invalidateQueries()
    },
  })
}
