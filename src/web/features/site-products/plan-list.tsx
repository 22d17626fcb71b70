import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { PlanCounts } from '../../../contract/site-exchange.ts'
import { CHANGE_KINDS, type ChangeKind } from '../../../domain/sites/product-plan.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { MoreButton } from '../../components/more-button.tsx'
import { Notice } from '../../components/notice.tsx'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { countText } from '../../lib/format.ts'
import { type PlannedProduct, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { PlannedCard } from './planned-card.tsx'
import { plannedColumns } from './planned-columns.tsx'
import { ProductOwnersSheet } from './product-owners-sheet.tsx'
import { RunningNotice } from './running-notice.tsx'
import { useChosen } from './use-chosen.ts'
import { WriteBar } from './write-bar.tsx'

const FILTERS = ['all', 'create', 'update', 'activate', 'deactivate', 'conflict'] as const
type Filter = (typeof FILTERS)[number]

/** What differs between a site and the owners of its fields, product by product; chosen ones are written. */
export function PlanList({
  site_id,
  site_name,
  onRun,
}: {
  readonly site_id: string
  readonly site_name: string
  readonly onRun: (run_id: string) => void
}) {
  const { can } = useSession()
  const [filter, setFilter] = useState<Filter>('all')
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const { chosen, choose, clear } = useChosen()
  const [asking, setAsking] = useState<PlannedProduct | null>(null)
  const query = {
    ...(filter === 'all' ? {} : { kind: filter }),
    ...(search === '' ? {} : { search }),
  }
  const list = {
    queryKey: ['site-products', site_id, 'plan', query],
    page: (cursor: string | undefined, limit = 25) => siteProducts.plan(site_id, { ...query, cursor, limit }),
  }
  const plan = useInfiniteQuery({
    queryKey: list.queryKey,
    queryFn: ({ pageParam }) => list.page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (before) => before,
  })
  const texts = m.siteProducts
  const items = plan.data?.pages.flatMap((page) => page.items) ?? []
  const counts = plan.data?.pages[0]?.counts ?? null
  const mayWrite = can('sync.write')
  const picked = items.filter(({ product_id }) => chosen.has(product_id))
  return (
    <>
      <PrintButton
        title={`${texts.title} · ${texts.tabs.plan}`}
        about={site_name}
        filters={() => [
          [m.print.search, search],
          [m.print.only, filter === 'all' ? undefined : texts.filters[filter]],
        ]}
        columns={plannedColumns()}
        keyOf={(row) => row.product_id}
        source={list}
      />
      <RunningNotice site_id={site_id} onOpen={onRun} />
      <Head site_id={site_id} counts={counts} />
      {counts !== null && (
        <PillRow>
          {FILTERS.map((name) => (
            <FilterPill key={name} isOn={filter === name} onClick={() => setFilter(name)}>
              {name === 'all'
                ? texts.filters.all
                : texts.counted(
                    texts.filters[name],
                    countText(counts[name === 'conflict' ? 'conflicts' : name]),
                  )}
            </FilterPill>
          ))}
        </PillRow>
      )}
      <TextField
        label={texts.search}
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {plan.isPending && <SkeletonRows rows={5} className="h-28" />}
      {plan.isLoadingError && <Failure error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data !== undefined && items.length === 0 && (
        <Nothing counts={counts} isFiltered={filter !== 'all' || search !== ''} />
      )}
      <div className="flex flex-col gap-3">
        {items.map((product) => (
          <PlannedCard
            key={product.product_id}
            product={product}
            isChosen={mayWrite && product.writes.length > 0 ? chosen.has(product.product_id) : null}
            onChoose={(isChosen) => choose(product.product_id, isChosen)}
            onOwners={mayWrite ? () => setAsking(product) : null}
          />
        ))}
      </div>
      <MoreButton key={JSON.stringify(query)} list={plan} />
      {mayWrite && items.some(({ writes }) => writes.length > 0) && (
        <WriteBar
          site_id={site_id}
          picked={picked}
          kinds={wholeOf(filter, search)}
          counts={counts}
          onClear={clear}
          onStarted={(run) => {
            clear()
            onRun(run.id)
          }}
        />
      )}
      {asking !== null && (
        <ProductOwnersSheet site_id={site_id} product={asking} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

/** The kinds that can be written as a whole; null where the list shows only a part of them. */
function wholeOf(filter: Filter, search: string): readonly ChangeKind[] | null {
  if (search !== '' || filter === 'conflict') return null
  return filter === 'all' ? CHANGE_KINDS : [filter]
}

/** What was compared, what is missing from it, and having it read again. */
function Head({ site_id, counts }: { readonly site_id: string; readonly counts: PlanCounts | null }) {
  const { can } = useSession()
  const client = useQueryClient()
  const texts = m.siteProducts
  const reading = useMutation({
    mutationFn: async () => {
      await siteProducts.readSite(site_id)
      await siteProducts.readWholes(site_id)
    },
    onSuccess: async () => {
      toast(texts.compared)
      await client.invalidateQueries({ queryKey: ['site-products', site_id] })
    },
  })
  return (
    <div className="flex flex-col gap-3">
      {can('sync.write') && (
        <Button className="self-start" disabled={reading.isPending} onClick={() => reading.mutate()}>
          {reading.isPending ? texts.comparing : texts.compare}
        </Button>
      )}
      <Refused error={reading.error} />
      {counts !== null && counts.unread > 0 && <Notice tone="calm">{texts.unread(counts.unread)}</Notice>}
      {counts !== null && counts.only_there > 0 && (
        <Notice tone="calm">{texts.onlyThere(counts.only_there)}</Notice>
      )}
    </div>
  )
}

function Nothing({
  counts,
  isFiltered,
}: {
  readonly counts: PlanCounts | null
  readonly isFiltered: boolean
}) {
  const texts = m.siteProducts
  if (isFiltered) return <p className="py-6 text-center text-soft">{texts.noneFound}</p>
  return (
    <Empty icon={<CircleCheck size={36} className="text-good" aria-hidden="true" />} title={texts.same}>
      {texts.sameText(countText(counts?.products ?? 0))}
    </Empty>
  )
}
