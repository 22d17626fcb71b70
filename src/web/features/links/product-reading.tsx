import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { PackageSearch } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Button, buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { Empty, Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { countText } from '../../lib/format.ts'
import { useBlingAccounts } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { CatalogSheet } from './catalog-sheet.tsx'

/** Reads the products of each account, shows how far it got, and brings them into the catalogue. */
export function ProductReading() {
  const accounts = useBlingAccounts()
  if (accounts.isPending) return <SkeletonRows rows={2} className="h-28" />
  if (accounts.isLoadingError)
    return <Failure error={accounts.error} onRetry={() => void accounts.refetch()} />
  if (accounts.data.items.length === 0)
    return (
      <Empty
        icon={<PackageSearch size={36} className="text-accent" aria-hidden="true" />}
        title={m.deposits.emptyTitle}
        action={
          <Link to="/contas-bling" className={buttonClass('main')}>
            {m.deposits.goConnect}
          </Link>
        }
      >
        {m.links.linkedEmptyText}
      </Empty>
    )
  return accounts.data.items.map((account) => <OfAccount key={account.id} account={account} />)
}

const LOOK_MS = 1_000

function OfAccount({ account }: { readonly account: Account }) {
  const { can } = useSession()
  const client = useQueryClient()
  const [isBringing, setBringing] = useState(false)
  const key = ['sync', 'imports', account.id]
  const imports = useQuery({
    queryKey: key,
    queryFn: () => bling.imports(account.id),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.items[0]?.state) ? LOOK_MS : false),
  })
  const starting = useMutation({
    mutationFn: (scope: 'everything' | 'changes') => bling.startImport(account.id, { scope }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: key })
      await client.invalidateQueries({ queryKey: ['links'] })
    },
  })
  const last = imports.data?.items[0]
  const isBusy = starting.isPending || isUnderWay(last?.state)
  const texts = m.links.products
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h3 className="text-lead font-semibold">{account.name}</h3>
        {last !== undefined && (
          <span className="text-note text-soft">
            <When at={last.updated_at} />
          </span>
        )}
      </div>
      <p role="status" className={last?.state === 'partial' ? 'text-warn' : 'text-soft'}>
        {readingText(last)}
      </p>
      {isBusy && (
        <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-pill bg-sunken">
          <div className="h-full w-1/3 animate-pulse rounded-pill bg-accent" />
        </div>
      )}
      <Refused error={starting.error ?? imports.error} />
      <div className="flex flex-wrap gap-2">
        {can('sync.write') && (
          <Button
            look={last === undefined ? 'main' : 'plain'}
            disabled={isBusy}
            onClick={() => starting.mutate(last?.state === 'complete' ? 'changes' : 'everything')}
          >
            {last?.state === 'complete' ? texts.changes : texts.first}
          </Button>
        )}
        {can('sync.write') && last?.state === 'complete' && (
          <Button look="quiet" disabled={isBusy} onClick={() => starting.mutate('everything')}>
            {texts.everything}
          </Button>
        )}
        {can('catalog.write') && last?.state === 'complete' && (
          <Button look="main" disabled={isBusy} onClick={() => setBringing(true)}>
            {texts.toCatalog}
          </Button>
        )}
      </div>
      {isBringing && <CatalogSheet account={account} onClose={() => setBringing(false)} />}
    </Card>
  )
}

function isUnderWay(state: string | undefined): boolean {
  return state === 'waiting' || state === 'running'
}

function readingText(last: Awaited<ReturnType<typeof bling.imports>>['items'][number] | undefined): string {
  const texts = m.links.products
  if (last === undefined) return texts.never
  const products = countText(last.products)
  if (isUnderWay(last.state)) return texts.running(products, countText(last.pages))
  return last.state === 'partial' ? texts.partial(products) : texts.complete(products)
}
