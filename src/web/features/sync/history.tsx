import { useQuery } from '@tanstack/react-query'
import { History as HistoryIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { ResultBadge } from '../../components/result-badge.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { countText, rateText } from '../../lib/format.ts'
import { useAccountNames, usePools } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import { type Run, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { HistoryFilters, historyQuery, historyWords } from './history-filters.tsx'

const RunSheet = lazy(async () => ({ default: (await import('./run-sheet.tsx')).RunSheet }))

/** Everything that synchronisation did, newest first, by origin, account, SKU, result and time. */
export function History() {
  const [params, setParams] = useSearchParams()
  const [open, setOpen] = useState<string | null>(null)
  const query = historyQuery(params)
  const pools = usePools()
  const texts = m.sync.history
  const poolName = (id: string | null) => pools.data?.items.find((pool) => pool.id === id)?.name ?? ''
  const accountName = useAccountNames()
  const columns: readonly Column<Run>[] = [
    { name: texts.columns.what, cell: (row) => runText(row) },
    { name: texts.columns.when, cell: (row) => <When at={row.started_at} /> },
    { name: m.sync.start.pool, cell: (row) => poolName(row.pool_id) },
    { name: texts.columns.origin, cell: (row) => texts.origins[row.origin] },
    { name: texts.columns.result, cell: Ending },
    {
      name: texts.columns.took,
      isNumber: true,
      cell: (row) => (row.duration_ms === null ? '' : secondsText(row.duration_ms)),
    },
  ]
  const list = {
    queryKey: ['sync', 'runs', 'history', query],
    page: (cursor: string | undefined, limit = 50) => sync.runs({ ...query, cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={`${m.sync.title} · ${m.sync.tabs.history}`}
        filters={() => historyWords(params, accountName)}
        columns={columns}
        keyOf={(row) => row.id}
        source={list}
      />
      <HistoryFilters params={params} onChange={(next) => setParams(next, { replace: true })} />
      <Totals from={query.from} />
      <Paged
        {...list}
        empty={
          <Empty
            icon={<HistoryIcon size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
            action={
              <Button onClick={() => setParams({ aba: 'history' }, { replace: true })}>{texts.clear}</Button>
            }
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Run>
            caption={m.sync.tabs.history}
            rows={items}
            keyOf={(row) => row.id}
            onOpen={(row) => setOpen(row.id)}
            columns={columns}
          />
        )}
      </Paged>
      <Suspense>
        {open !== null && <RunSheet key={open} id={open} onOpen={setOpen} onClose={() => setOpen(null)} />}
      </Suspense>
    </>
  )
}

/** What a run was about: its SKU, or what kind it was. */
export function runText(run: Run): string {
  return run.sku ?? m.sync.history.kinds[run.kind]
}

/** A duration in seconds, as people read it. */
export function secondsText(duration_ms: number): string {
  return m.sync.history.seconds(rateText(duration_ms / 1000))
}

function Ending(run: Run) {
  return (
    <span>
      <ResultBadge run={run} />
      {run.reason !== null && (
        <span className="block pt-0.5 text-note text-soft">{reasonText(run.reason)}</span>
      )}
    </span>
  )
}

function Totals({ from }: { readonly from: string | undefined }) {
  // Rounded to the minute: the question stays the same while the answer is on its way.
  const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString()
  const totals = useQuery({
    queryKey: ['sync', 'totals', from, to],
    queryFn: () => sync.totals({ from, to }),
    enabled: from !== undefined,
    placeholderData: (before) => before,
  })
  if (from === undefined || totals.data === undefined) return null
  const { runs, writes, missed_events } = totals.data
  return (
    <p className="text-note text-soft">
      {m.sync.history.totals(countText(runs), countText(writes))}
      {missed_events > 0 && ` · ${m.sync.history.missed(missed_events)}`}
    </p>
  )
}
