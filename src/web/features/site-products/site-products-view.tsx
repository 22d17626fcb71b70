import { useQuery } from '@tanstack/react-query'
import { Globe } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { buttonClass } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { NewcomerList } from './newcomer-list.tsx'
import { OwnerForm } from './owner-form.tsx'
import { PlanList } from './plan-list.tsx'
import { RunList } from './run-list.tsx'

/** Products of one site in three views: what differs, what was written, and whose value counts. */
export function SiteProductsView() {
  const sites = useQuery({ queryKey: ['sites', 'list'], queryFn: siteProducts.sites })
  const [params, setParams] = useSearchParams()
  if (sites.isPending) return <SkeletonRows rows={6} className="h-14" />
  if (sites.isLoadingError) return <Failure error={sites.error} onRetry={() => void sites.refetch()} />
  const { items } = sites.data
  const texts = m.siteProducts
  const site = items.find(({ id }) => id === params.get('site')) ?? items[0]
  if (site === undefined)
    return (
      <Empty
        icon={<Globe size={36} className="text-accent" aria-hidden="true" />}
        title={texts.noSitesTitle}
        action={
          <Link to="/sites" className={buttonClass('main')}>
            {m.orders.emptyAction}
          </Link>
        }
      >
        {texts.noSitesText}
      </Empty>
    )
  const goTo = (tab: string, more: Record<string, string> = {}) =>
    setParams({ site: site.id, aba: tab, ...more })
  return (
    <>
      {items.length > 1 && (
        <div className="max-w-sm">
          <SelectField
            label={texts.site}
            value={site.id}
            onChange={(event) => setParams({ site: event.target.value })}
          >
            {items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      <Tabs
        label={texts.title}
        key={site.id}
        kept={['site']}
        tabs={[
          {
            name: 'plan',
            label: texts.tabs.plan,
            content: () => (
              <PlanList
                site_id={site.id}
                site_name={site.name}
                onRun={(run_id) => goTo('runs', { gravacao: run_id })}
              />
            ),
          },
          {
            name: 'new',
            label: texts.tabs.newcomers,
            content: () => (
              <NewcomerList site_id={site.id} onRun={(run_id) => goTo('runs', { gravacao: run_id })} />
            ),
          },
          {
            name: 'runs',
            label: texts.tabs.runs,
            content: () => (
              <RunList
                site_id={site.id}
                site_name={site.name}
                open={params.get('gravacao')}
                onOpen={(run_id) => goTo('runs', run_id === null ? {} : { gravacao: run_id })}
              />
            ),
          },
          { name: 'owners', label: texts.tabs.owners, content: () => <OwnerForm site_id={site.id} /> },
        ]}
      />
    </>
  )
}
