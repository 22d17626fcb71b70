import { Globe } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { buttonClass } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { useSites } from '../../lib/places.ts'
import type { Site } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'

/** What there is to say of one site: the one that the address names, else the first; with several one chooses. */
export function OfSite({
  tab,
  accepts = () => true,
  empty = m.sites.emptyText,
  children,
}: {
  readonly tab: string
  readonly accepts?: (site: Site) => boolean
  /** What stands for no site that is accepted. */
  readonly empty?: string
  readonly children: (site: Site) => ReactNode
}) {
  const sites = useSites()
  const [params, setParams] = useSearchParams()
  if (sites.isPending) return <SkeletonRows rows={6} className="h-14" />
  if (sites.isLoadingError) return <Failure error={sites.error} onRetry={() => void sites.refetch()} />
  const known = sites.data.items.filter(accepts)
  const site = known.find(({ id }) => id === params.get('site')) ?? known[0]
  if (site === undefined)
    return (
      <Empty
        icon={<Globe size={36} className="text-accent" aria-hidden="true" />}
        title={sites.data.items.length === 0 ? m.sites.emptyTitle : m.sites.deliveries.emptyTitle}
        action={
          sites.data.items.length === 0 && (
            <Link to="/sites" className={buttonClass('main')}>
              {m.sites.connect}
            </Link>
          )
        }
      >
        {empty}
      </Empty>
    )
  return (
    <>
      {known.length > 1 && (
        <div className="max-w-sm">
          <SelectField
            label={m.sites.choose}
            value={site.id}
            onChange={(event) => setParams({ aba: tab, site: event.target.value }, { replace: true })}
          >
            {known.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {children(site)}
    </>
  )
}
