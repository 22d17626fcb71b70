import { useQuery } from '@tanstack/react-query'
import { Globe } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { useSites } from '../../lib/places.ts'
import type { Site } from '../../lib/site-calls.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { type SiteAction, SiteCard } from './site-card.tsx'

type Open = { readonly kind: 'connect' } | { readonly kind: SiteAction; readonly site: Site }

const ConnectSheet = lazy(async () => ({ default: (await import('./connect-sheet.tsx')).ConnectSheet }))
const SHEETS = {
  keys: lazy(async () => ({ default: (await import('./keys-sheet.tsx')).KeysSheet })),
  access: lazy(async () => ({ default: (await import('./access-sheet.tsx')).AccessSheet })),
  edit: lazy(async () => ({ default: (await import('./edit-sheet.tsx')).EditSheet })),
  pause: lazy(async () => ({ default: (await import('./pause-sheet.tsx')).PauseSheet })),
  remove: lazy(async () => ({ default: (await import('./remove-sheet.tsx')).RemoveSheet })),
}

/** The sales sites: how each does, and connecting another. */
export function SiteList() {
  const { can } = useSession()
  const sites = useSites()
  const status = useQuery({ queryKey: ['sync', 'status'], queryFn: () => sync.status() })
  const sweeps = new Map(status.data?.sites.map((one) => [one.site_id, one]))
  const [open, setOpen] = useState<Open | null>(null)
  if (sites.isPending) return <SkeletonRows rows={2} className="h-60" />
  if (sites.isLoadingError) return <Failure error={sites.error} onRetry={() => void sites.refetch()} />
  const { items } = sites.data
  const close = () => setOpen(null)
  const connect = can('sync.write') && (
    <Button look="main" className="self-start" onClick={() => setOpen({ kind: 'connect' })}>
      {m.sites.connect}
    </Button>
  )
  return (
    <>
      {items.length === 0 ? (
        <Empty
          icon={<Globe size={36} className="text-accent" aria-hidden="true" />}
          title={m.sites.emptyTitle}
          action={connect}
        >
          {m.sites.emptyText}
        </Empty>
      ) : (
        connect
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {items.map((site) => (
          <SiteCard
            key={site.id}
            site={site}
            sweep={sweeps.get(site.id)}
            onAction={(kind) => setOpen({ kind, site })}
          />
        ))}
      </div>
      <Suspense>
        {open?.kind === 'connect' && (
          <ConnectSheet
            onClose={close}
            onConnected={(site) => (site.kind === 'generic' ? setOpen({ kind: 'access', site }) : close())}
          />
        )}
        {open !== null && open.kind !== 'connect' && <OpenSheet open={open} onClose={close} />}
      </Suspense>
    </>
  )
}

function OpenSheet({
  open,
  onClose,
}: {
  readonly open: Exclude<Open, { readonly kind: 'connect' }>
  readonly onClose: () => void
}) {
  const Named = SHEETS[open.kind]
  return <Named site={open.site} onClose={onClose} />
}
