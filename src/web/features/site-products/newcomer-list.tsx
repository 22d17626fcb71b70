import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { MoreButton } from '../../components/more-button.tsx'
import { Notice } from '../../components/notice.tsx'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Empty, Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { countText } from '../../lib/format.ts'
import { type Newcomer, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { NewcomerCard } from './newcomer-card.tsx'
import { RunningNotice } from './running-notice.tsx'
import { useChosen } from './use-chosen.ts'

const FILTERS = ['all', 'ready', 'conflict'] as const
type Filter = (typeof FILTERS)[number]

/** Products that only a site has, with what would be made of each; chosen ones, or all of a search, are brought in. */
export function NewcomerList({
  site_id,
  onRun,
}: {
  readonly site_id: string
  readonly onRun: (run_id: string) => void
}) {
  const { can } = useSession()
  const [filter, setFilter] = useState<Filter>('all')
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const { chosen, choose, clear } = useChosen()
  const query = {
    ...(filter === 'all' ? {} : { kind: filter }),
    ...(search === '' ? {} : { search }),
    limit: 25,
  }
  const list = useInfiniteQuery({
    queryKey: ['site-products', site_id, 'newcomers', query],
    queryFn: ({ pageParam }) => siteProducts.newcomers(site_id, { ...query, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (before) => before,
    // A run may have brought some in while another view was open.
    refetchOnMount: 'always',
  })
  const all = m.siteProducts
  const texts = all.newcomers
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const counts = list.data?.pages[0]?.counts ?? null
  const mayWrite = can('sync.write') && can('catalog.write')
  return (
    <>
      <RunningNotice site_id={site_id} onOpen={onRun} />
      <Notice tone="calm">{texts.note}</Notice>
      {counts !== null && (
        <PillRow>
          {FILTERS.map((name) => (
            <FilterPill key={name} isOn={filter === name} onClick={() => setFilter(name)}>
              {name === 'all'
                ? texts.filters.all
                : all.counted(
                    texts.filters[name],
                    countText(name === 'ready' ? counts.ready : counts.conflicts),
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
      {list.isPending && <SkeletonRows rows={5} className="h-28" />}
      {list.isLoadingError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && (
        <Nothing isFiltered={filter !== 'all' || search !== ''} />
      )}
      <div className="flex flex-col gap-3">
        {items.map((product) => (
          <NewcomerCard
            key={product.site_product_id}
            product={product}
            isChosen={mayWrite && product.writes.length > 0 ? chosen.has(product.site_product_id) : null}
            onChoose={(isChosen) => choose(product.site_product_id, isChosen)}
          />
        ))}
      </div>
      <MoreButton key={JSON.stringify(query)} list={list} />
      {mayWrite && items.some(({ writes }) => writes.length > 0) && (
        <BringBar
          site_id={site_id}
          picked={items.filter(({ site_product_id }) => chosen.has(site_product_id))}
          search={search}
          onClear={clear}
          onStarted={onRun}
        />
      )}
    </>
  )
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const texts = m.siteProducts
  if (isFiltered) return <p className="py-6 text-center text-soft">{texts.noneFound}</p>
  return (
    <Empty
      icon={<CircleCheck size={36} className="text-good" aria-hidden="true" />}
      title={texts.newcomers.emptyTitle}
    >
      {texts.newcomers.emptyText}
    </Empty>
  )
}

/** Brings in what is chosen, as it is shown; or, once agreed to, all that the search finds. */
function BringBar({
  site_id,
  picked,
  search,
  onClear,
  onStarted,
}: {
  readonly site_id: string
  readonly picked: readonly Newcomer[]
  readonly search: string
  readonly onClear: () => void
  readonly onStarted: (run_id: string) => void
}) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const texts = m.siteProducts.newcomers
  const writing = useMutation({
    mutationFn: () => {
      const lines = picked.flatMap(({ site_product_id, writes }) =>
        writes.map(({ side, fingerprint }) => ({ site_product_id, side, fingerprint })),
      )
      const newcomers = lines.length > 0 ? { lines } : { search: search === '' ? null : search }
      return siteProducts.start(site_id, { newcomers })
    },
    onSuccess: async (run) => {
      onClear()
      await client.invalidateQueries({ queryKey: ['site-products', site_id] })
      onStarted(run.id)
    },
  })
  return (
    <div className="sticky bottom-[calc(env(safe-area-inset-bottom)+4.5rem)] z-20 flex flex-col gap-2 rounded-card border border-line bg-raised p-3 shadow-float md:bottom-4">
      <div className="flex flex-wrap items-center gap-3">
        {picked.length > 0 ? (
          <>
            <Button look="main" size="large" disabled={writing.isPending} onClick={() => writing.mutate()}>
              {texts.bring(picked.length)}
            </Button>
            <Button look="quiet" onClick={onClear}>
              {m.siteProducts.clear}
            </Button>
          </>
        ) : (
          <Button look="main" size="large" onClick={() => setAsking(true)}>
            {search === '' ? texts.bringAll : texts.bringFound}
          </Button>
        )}
        <p className="hidden min-w-0 flex-1 basis-52 text-note text-soft sm:block">{texts.barNote}</p>
      </div>
      {!isAsking && <Refused error={writing.error} />}
      <Sheet
        title={search === '' ? texts.bringAll : texts.bringFound}
        note={texts.bringAllNote}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        <div className="flex flex-col gap-4">
          <Refused error={writing.error} />
          <Button look="main" size="large" disabled={writing.isPending} onClick={() => writing.mutate()}>
            {search === '' ? texts.bringAll : texts.bringFound}
          </Button>
        </div>
      </Sheet>
    </div>
  )
}
