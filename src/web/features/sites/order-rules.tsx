import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Failure, SkeletonRows } from '../../components/states.tsx'
import { orders } from '../../lib/order-calls.ts'
import { useBlingAccounts } from '../../lib/places.ts'
import type { Site } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { MappingForm } from './mapping-form.tsx'
import { OfSite } from './of-site.tsx'
import { RouteForm } from './route-form.tsx'
import { useOrderNames } from './use-order-names.ts'

/** How the orders of a site travel to Bling, and which words stand for which states. */
export function OrderRules() {
  return (
    <OfSite tab="rules" empty={m.sites.rulesForm.noSites}>
      {(site) => <Rules key={site.id} site={site} />}
    </OfSite>
  )
}

/** What is being changed here is not read again under the hands of who changes it. */
function Rules({ site }: { readonly site: Site }) {
  const accounts = useBlingAccounts()
  const route = useQuery({
    queryKey: ['site-rules', 'route', site.id],
    queryFn: () => orders.route(site.id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const mapping = useQuery({
    queryKey: ['site-rules', 'mapping', site.id],
    queryFn: () => orders.mapping(site.id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const [account, setAccount] = useState<string | null>(null)
  const names = useOrderNames(account ?? route.data?.account_id ?? '')
  const error = route.error ?? mapping.error ?? accounts.error
  const retry = () => {
    void route.refetch()
    void mapping.refetch()
    void accounts.refetch()
  }
  if (route.data !== undefined && mapping.data !== undefined && accounts.data !== undefined)
    return (
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <RouteForm route={route.data} accounts={accounts.data.items} names={names} onAccount={setAccount} />
        <MappingForm site={site} mapping={mapping.data} situations={names.situations} />
      </div>
    )
  return error === null ? (
    <SkeletonRows rows={4} className="h-24" />
  ) : (
    <Failure error={error} onRetry={retry} />
  )
}
