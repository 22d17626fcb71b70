import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, CircleCheck, CircleSlash, Clock, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Notice } from '../../components/notice.tsx'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { countText } from '../../lib/format.ts'
import { type ProductRun, type RunLine, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { linesOf, RunProgress } from './run-progress.tsx'

const EVERY_MS = 1500
const STATES = ['waiting', 'done', 'refused', 'overtaken', 'cancelled'] as const
const LOOKS = {
  waiting: { tone: 'calm', Icon: Clock },
  done: { tone: 'good', Icon: CircleCheck },
  refused: { tone: 'bad', Icon: TriangleAlert },
  overtaken: { tone: 'warn', Icon: TriangleAlert },
  cancelled: { tone: 'calm', Icon: CircleSlash },
} as const

/** One run: how far it is, and how each product ended, with the reason where it was not written. */
export function RunView({
  site_id,
  run_id,
  onBack,
}: {
  readonly site_id: string
  readonly run_id: string
  readonly onBack: () => void
}) {
  const run = useQuery({
    queryKey: ['site-products', site_id, 'run', run_id],
    queryFn: () => siteProducts.run(site_id, run_id),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? EVERY_MS : false),
  })
  const client = useQueryClient()
  const state = run.data?.state
  // Whatever it wrote is no difference any more.
  useEffect(() => {
    if (state === undefined || state === 'running') return
    for (const part of ['plan', 'last-run', 'runs'])
      void client.invalidateQueries({ queryKey: ['site-products', site_id, part] })
  }, [client, site_id, state])
  return (
    <>
      <Button look="quiet" className="self-start" onClick={onBack}>
        <ArrowLeft size={18} aria-hidden="true" />
        {m.siteProducts.tabs.runs}
      </Button>
      {run.isPending && <SkeletonRows rows={5} className="h-14" />}
      {run.isLoadingError && <Failure error={run.error} onRetry={() => void run.refetch()} />}
      {run.data !== undefined && <Facts run={run.data} />}
    </>
  )
}

function Facts({ run }: { readonly run: ProductRun }) {
  const texts = m.siteProducts.runs
  const all = linesOf(run)
  const left = run.lines.refused + run.lines.overtaken + run.lines.cancelled
  return (
    <>
      <div className="flex flex-col gap-1">
        <h2 className="text-lead font-semibold">
          {texts.origin[run.origin]} · {texts.states[run.state]}
        </h2>
        <p className="text-soft">
          <When at={run.started_at} /> · {texts.summary(countText(run.lines.done), countText(all))}
        </p>
      </div>
      {run.state === 'running' && <RunProgress run={run} />}
      {run.state !== 'running' && left > 0 && <Notice tone="warn">{texts.left(left)}</Notice>}
      {run.state === 'running' && <Stop run={run} />}
      <Lines run={run} />
    </>
  )
}

function Stop({ run }: { readonly run: ProductRun }) {
  const { can } = useSession()
  const client = useQueryClient()
  const texts = m.siteProducts.runs
  const stopping = useMutation({
    mutationFn: () => siteProducts.stop(run.site_id, run.id),
    onSuccess: async () => {
      toast(texts.stopped)
      await client.invalidateQueries({ queryKey: ['site-products', run.site_id] })
    },
  })
  if (!can('sync.write')) return null
  return (
    <>
      <Button
        look="danger"
        className="self-start"
        disabled={stopping.isPending}
        onClick={() => stopping.mutate()}
      >
        {texts.stop}
      </Button>
      <Refused error={stopping.error} />
    </>
  )
}

function Lines({ run }: { readonly run: ProductRun }) {
  const [state, setState] = useState<RunLine['state'] | null>(null)
  const all = m.siteProducts
  const texts = all.runs
  return (
    <>
      <PillRow>
        <FilterPill isOn={state === null} onClick={() => setState(null)}>
          {texts.all}
        </FilterPill>
        {STATES.filter((name) => run.lines[name] > 0).map((name) => (
          <FilterPill key={name} isOn={state === name} onClick={() => setState(name)}>
            {all.counted(texts.lines[name], countText(run.lines[name]))}
          </FilterPill>
        ))}
      </PillRow>
      <Paged<RunLine>
        queryKey={['site-products', run.site_id, 'run', run.id, 'lines', state, run.lines]}
        page={(cursor) =>
          siteProducts.lines(run.site_id, run.id, { cursor, ...(state === null ? {} : { state }) })
        }
        empty={<p className="py-6 text-center text-soft">{texts.noLines}</p>}
      >
        {(lines) => (
          <DataTable<RunLine>
            caption={texts.product}
            rows={lines}
            keyOf={({ position }) => String(position)}
            columns={[
              {
                name: texts.product,
                cell: ({ name, sku, family }) => (
                  <span>
                    <span className="block font-semibold break-words">{name}</span>
                    <span className="text-note text-soft break-all">{sku}</span>
                    {family !== null && (
                      <span className="block text-note text-soft break-words">
                        {all.family.of(family.name, family.sku)}
                      </span>
                    )}
                  </span>
                ),
              },
              { name: texts.what, cell: ({ kind, side }) => all.kindAt(all.kinds[kind], all.sides[side]) },
              {
                name: all.columns.field,
                cell: ({ changes }) => changes.map(({ field }) => all.fields[field]).join(', '),
              },
              { name: texts.result, cell: Result },
            ]}
          />
        )}
      </Paged>
    </>
  )
}

function Result({ state, reason }: RunLine) {
  const look = LOOKS[state]
  return (
    <span className="flex flex-col items-start gap-1">
      <Badge tone={look.tone} Icon={look.Icon}>
        {m.siteProducts.runs.lines[state]}
      </Badge>
      {reason !== null && <span className="text-note text-soft break-words">{reason}</span>}
    </span>
  )
}
