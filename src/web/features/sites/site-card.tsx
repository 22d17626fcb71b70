import { Link } from 'react-router'
import { Button } from '../../components/button.tsx'
import { Fact } from '../../components/fact.tsx'
import { Menu } from '../../components/menu.tsx'
import { Card } from '../../components/page.tsx'
import { When } from '../../components/when.tsx'
import type { Site } from '../../lib/site-calls.ts'
import type { SyncStatus } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { SiteBadge } from './site-badge.tsx'
import { eventFlowOf, standingOf } from './site-health.ts'
import { SiteReading } from './site-reading.tsx'

/** What can be done to a site in a sheet of its own. */
export type SiteAction = 'keys' | 'access' | 'edit' | 'pause' | 'remove'

/** One site: how it stands, whether its events arrive, what waits, and its products. */
export function SiteCard({
  site,
  sweep,
  onAction,
}: {
  readonly site: Site
  readonly sweep: SyncStatus['sites'][number] | undefined
  readonly onAction: (action: SiteAction) => void
}) {
  const { can } = useSession()
  const standing = standingOf(site)
  const flow = eventFlowOf(site)
  const texts = m.sites
  const isShop = site.kind === 'woocommerce'
  const credentials = isShop ? 'keys' : 'access'
  const needsKeys = standing === 'auth' || standing === 'no_key'
  const links = [
    ...(site.inbox.waiting > 0 ? [texts.waiting(site.inbox.waiting)] : []),
    ...(site.inbox.dead > 0 ? [texts.dead(site.inbox.dead)] : []),
  ]
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="min-w-0 truncate text-lead font-semibold">{site.name}</h2>
            <SiteBadge standing={standing} />
          </div>
          <p className="text-note break-all text-soft">
            {texts.kinds[site.kind]} · {site.address ?? texts.noAddress}
          </p>
        </div>
        {can('sync.write') && (
          <Menu
            label={texts.actionsOf(site.name)}
            items={[
              { label: isShop ? texts.reconnect : texts.access, onSelect: () => onAction(credentials) },
              { label: texts.edit, onSelect: () => onAction('edit') },
              {
                label: site.state === 'paused' ? texts.resume : texts.pause,
                onSelect: () => onAction('pause'),
              },
              { label: texts.remove, onSelect: () => onAction('remove'), isDanger: true },
            ]}
          />
        )}
      </div>
      {standing !== 'active' && <p className="text-soft">{texts.stateHints[standing]}</p>}
      {needsKeys && can('sync.write') && (
        <Button look="main" className="self-start" onClick={() => onAction(credentials)}>
          {isShop ? texts.reconnect : texts.accessForm.make}
        </Button>
      )}
      {standing === 'paused' && can('sync.write') && (
        <Button look="main" className="self-start" onClick={() => onAction('pause')}>
          {texts.resume}
        </Button>
      )}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-note">
        <Fact name={texts.webhooks}>
          <span className={flow === 'off' ? 'text-warn' : ''}>{texts.webhookStates[flow]}</span>
        </Fact>
        <Fact name={texts.lastEvent}>
          {site.inbox.last_event_at === null ? texts.never : <When at={site.inbox.last_event_at} />}
        </Fact>
        <Fact name={texts.lastSweep}>
          {sweep?.last_sweep_at == null ? texts.never : <When at={sweep.last_sweep_at} />}
        </Fact>
        <Fact name={texts.checked}>
          <When at={site.health.checked_at} />
        </Fact>
        <Fact name={texts.budget}>
          {site.budget.requests_per_second === null
            ? texts.budgetOfOwn
            : texts.budgetOf(site.budget.calls_last_hour ?? 0, site.budget.requests_per_second)}
        </Fact>
      </dl>
      {links.length > 0 && (
        <Link
          to={`?aba=inbox&site=${site.id}`}
          className="py-1 font-medium text-warn underline underline-offset-2"
        >
          {links.join(', ')}
        </Link>
      )}
      <SiteReading site={site} />
      <div className="-mx-2 flex flex-wrap gap-x-2 border-line border-t pt-1">
        {can('orders.read') && (
          <>
            <Link to={`/pedidos?site=${site.id}`} className={LINK}>
              {texts.seeOrders}
            </Link>
            <Link to={`?aba=rules&site=${site.id}`} className={LINK}>
              {texts.rules}
            </Link>
          </>
        )}
        <Link to={`?aba=inbox&site=${site.id}`} className={LINK}>
          {texts.tabs.inbox}
        </Link>
        {!isShop && (
          <Link to={`?aba=deliveries&site=${site.id}`} className={LINK}>
            {texts.tabs.deliveries}
          </Link>
        )}
      </div>
    </Card>
  )
}

const LINK =
  'inline-flex h-11 items-center rounded-control px-2 font-semibold text-accent underline-offset-4 hover:underline'
