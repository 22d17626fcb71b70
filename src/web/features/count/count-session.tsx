import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Got } from '../../../client/api-types.ts'
import type { countAnswer } from '../../../contract/stock.ts'
import { emptyLevel } from '../../../domain/stock/level.ts'
import { Button } from '../../components/button.tsx'
import { Choice } from '../../components/field.tsx'
import { Card, FilterPill } from '../../components/page.tsx'
import { Empty, Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { countText, signedText } from '../../lib/format.ts'
import { levelOf } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import type { CountDraft } from '../../offline/device-database.ts'
import { useOutbox } from '../../offline/outbox.tsx'
import { useBranchStock } from '../../offline/use-branch-stock.ts'
import type { Session } from '../../session/session.tsx'
import { CountLine } from './count-line.tsx'
import { countBodies, useDraft } from './use-draft.ts'

const SHOWN_AT_ONCE = 40

type Difference = Got<typeof countAnswer>['lines'][number]
type Result = { readonly differences: readonly Difference[]; readonly isKept: boolean }

/** A count from its first product to its differences; it may be left and taken up again. */
export function CountSession({
  branch_id,
  settings,
}: {
  readonly branch_id: string
  readonly settings: Session['settings']
}) {
  const count = useDraft(branch_id)
  const { stock, levels } = useBranchStock(branch_id, settings)
  const [result, setResult] = useState<Result | null>(null)
  if (stock.isPending || count.draft === undefined) return <SkeletonRows rows={6} className="h-36" />
  if (stock.isError) return <Failure error={stock.error} onRetry={() => void stock.refetch()} />
  const { items, ledger_seq } = stock.data
  if (items.length === 0) return <Empty title={m.count.empty}>{m.count.emptyText}</Empty>
  const nameOf = (id: string) => items.find((item) => item.product_id === id)?.product.name ?? ''
  const { draft } = count
  if (draft === null) {
    return (
      <>
        {result !== null && <Differences result={result} nameOf={nameOf} />}
        <Begin
          onBegin={(isBlind) => {
            setResult(null)
            void count.begin(isBlind)
          }}
        />
      </>
    )
  }
  return (
    <>
      <Shelf
        items={items}
        draft={draft}
        render={(item) => (
          <CountLine
            key={item.product_id}
            item={item}
            level={levels.get(item.product_id) ?? emptyLevel(levelOf(item))}
            line={draft.lines[item.product_id]}
            isBlind={draft.is_blind}
            onLine={(line) =>
              void count.setLine(item.product_id, line === null ? null : { ...line, ledger_seq })
            }
          />
        )}
      />
      <Finish
        draft={draft}
        all={items.length}
        onDiscard={() => void count.discard()}
        onDone={(made) => {
          setResult(made)
          void count.discard()
        }}
      />
    </>
  )
}

function Begin({ onBegin }: { readonly onBegin: (isBlind: boolean) => void }) {
  const [mode, setMode] = useState<'blind' | 'open'>('blind')
  return (
    <Card className="flex max-w-md flex-col gap-4 p-5">
      <p className="text-soft">{m.count.beginNote}</p>
      <Choice
        label={m.count.mode}
        value={mode}
        onChange={setMode}
        options={[
          { value: 'blind', label: m.count.blind },
          { value: 'open', label: m.count.open },
        ]}
      />
      <Button look="main" size="large" onClick={() => onBegin(mode === 'blind')}>
        {m.count.begin}
      </Button>
    </Card>
  )
}

type Items = NonNullable<ReturnType<typeof useBranchStock>['stock']['data']>['items']

function Shelf({
  items,
  draft,
  render,
}: {
  readonly items: Items
  readonly draft: CountDraft
  readonly render: (item: Items[number]) => React.ReactNode
}) {
  const [search, setSearch] = useState('')
  const [isMissingOnly, setMissingOnly] = useState(false)
  const [most, setMost] = useState(SHOWN_AT_ONCE)
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return items.filter(({ product_id, product }) => {
      if (isMissingOnly && draft.lines[product_id] !== undefined) return false
      const text =
        `${product.name} ${product.sku} ${product.gtin ?? ''} ${product.box_gtin ?? ''}`.toLowerCase()
      return text.includes(wanted)
    })
  }, [items, search, isMissingOnly, draft.lines])
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label={m.count.search}
          placeholder={m.count.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-12 min-w-0 flex-1 basis-56 rounded-control border border-line bg-surface px-4 text-lead"
        />
        <FilterPill isOn={!isMissingOnly} onClick={() => setMissingOnly(false)}>
          {m.count.everything}
        </FilterPill>
        <FilterPill isOn={isMissingOnly} onClick={() => setMissingOnly(true)}>
          {m.count.onlyMissing}
        </FilterPill>
      </div>
      <ul className="flex flex-col gap-3">{shown.slice(0, most).map(render)}</ul>
      {shown.length > most && <Button onClick={() => setMost(most + SHOWN_AT_ONCE)}>{m.count.more}</Button>}
    </>
  )
}

function Finish({
  draft,
  all,
  onDone,
  onDiscard,
}: {
  readonly draft: CountDraft
  readonly all: number
  readonly onDone: (result: Result) => void
  readonly onDiscard: () => void
}) {
  const client = useQueryClient()
  const { perform } = useOutbox()
  const done = Object.keys(draft.lines).length
  const saving = useMutation({
    mutationFn: async (): Promise<Result> => {
      const differences: Difference[] = []
      let isKept = false
      for (const body of countBodies(draft)) {
        const performed = await perform<Got<typeof countAnswer>>({
          kind: 'count',
          body,
          summary: m.count.progress(done, all),
        })
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
  return (
    <div className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-10 -mx-4 flex flex-col gap-2 border-line border-t bg-raised p-4 md:bottom-4 md:mx-0 md:rounded-card md:border">
      <Refused error={saving.error} />
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="min-w-full flex-1 font-semibold sm:min-w-40">
          {m.count.progress(done, all)}
          <span className="block text-note font-normal text-soft">{m.count.finishNote}</span>
        </p>
        <Button look="quiet" onClick={onDiscard}>
          {m.count.discard}
        </Button>
        <Button
          look="main"
          className="flex-1 sm:flex-none"
          disabled={done === 0 || saving.isPending}
          onClick={() => saving.mutate()}
        >
          {m.count.finish}
        </Button>
      </div>
    </div>
  )
}

function Differences({
  result,
  nameOf,
}: {
  readonly result: Result
  readonly nameOf: (id: string) => string
}) {
  const { differences, isKept } = result
  return (
    <Card className="flex flex-col gap-2 p-5">
      <h2 className="text-lead font-semibold" role="status">
        {isKept ? m.count.resultKept : m.count.resultTitle}
      </h2>
      {!isKept && (
        <p className="text-soft">
          {differences.length === 0 ? m.count.resultSame : m.count.result(differences.length)}
        </p>
      )}
      <ul className="divide-y divide-line">
        {differences.map((line) => (
          <li key={line.product_id} className="flex items-baseline gap-3 py-2">
            <span className="min-w-0 flex-1">
              {nameOf(line.product_id)}
              <span className="block text-note text-soft">
                {m.count.expectedCounted(countText(line.expected_quantity), countText(line.counted_quantity))}
              </span>
            </span>
            <span className={`text-lead font-semibold ${line.difference < 0 ? 'text-bad' : 'text-good'}`}>
              {signedText(line.difference)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
