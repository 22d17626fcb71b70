import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Refused } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { countText } from '../../lib/format.ts'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

const LOOK_MS = 1_000

/** Reads the products of a site, and shows how far that got; what was broken off goes on from there. */
export function SiteReading({ site }: { readonly site: Site }) {
  const { can } = useSession()
  const client = useQueryClient()
  const key = ['sync', 'sites', 'imports', site.id]
  const imports = useQuery({
    queryKey: key,
    queryFn: () => sites.imports(site.id),
    refetchInterval: ({ state }) => (state.data?.items[0]?.state === 'running' ? LOOK_MS : false),
  })
  const starting = useMutation({
    mutationFn: (scope: 'everything' | 'changes') => sites.startImport(site.id, { scope }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
  const last = imports.data?.items[0]
  const isBusy = starting.isPending || last?.state === 'running'
  const texts = m.sites.products
  return (
    <section aria-label={texts.title} className="flex flex-col gap-2 rounded-control bg-sunken p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p role="status" className={last?.state === 'partial' ? 'font-medium text-warn' : 'font-medium'}>
          {readingText(last)}
        </p>
        {last !== undefined && <When at={last.updated_at} className="text-note text-soft" />}
      </div>
      {isBusy && (
        <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-pill bg-line">
          <div className="h-full w-1/3 animate-pulse rounded-pill bg-accent" />
        </div>
      )}
      <Refused error={starting.error ?? imports.error} />
      {can('sync.write') && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            className="min-h-11"
            disabled={isBusy || site.state === 'paused'}
            onClick={() => starting.mutate(last?.state === 'complete' ? 'changes' : 'everything')}
          >
            {buttonText(last?.state)}
          </Button>
          {last?.state === 'complete' && (
            <Button
              look="quiet"
              size="small"
              className="min-h-11"
              disabled={isBusy || site.state === 'paused'}
              onClick={() => starting.mutate('everything')}
            >
              {texts.everything}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

type Reading = Awaited<ReturnType<typeof sites.imports>>['items'][number]

function buttonText(state: Reading['state'] | undefined): string {
  const texts = m.sites.products
  if (state === 'complete') return texts.changes
  return state === 'partial' ? texts.goOn : texts.first
}

function readingText(last: Reading | undefined): string {
  const texts = m.sites.products
  if (last === undefined) return texts.never
  const products = countText(last.products)
  if (last.state === 'running') return texts.running(products, countText(last.pages))
  return last.state === 'partial' ? texts.partial(products) : texts.complete(products)
}
