import { Waypoints } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Button } from '../../components/button.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { usePools } from '../../lib/places.ts'
import type { Pool } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { PoolCard } from './pool-card.tsx'

// The form and what it weighs come with their first use.
const PoolSheet = lazy(async () => ({ default: (await import('./pool-sheet.tsx')).PoolSheet }))
const RemovePoolSheet = lazy(async () => ({
  default: (await import('./remove-pool-sheet.tsx')).RemovePoolSheet,
}))

type Open = { readonly kind: 'edit' | 'remove'; readonly pool: Pool } | { readonly kind: 'new' }

/** The unified stocks: each as where it comes from and where it shows. */
export function PoolList() {
  const { can } = useSession()
  const pools = usePools()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [open, setOpen] = useState<Open | null>(null)
  if (pools.isPending) return <SkeletonRows rows={2} className="h-56" />
  if (pools.isLoadingError) return <Failure error={pools.error} onRetry={() => void pools.refetch()} />
  const { items } = pools.data
  const linked = items.find(({ id }) => id === params.get('abrir'))
  const shown: Open | null = open ?? (linked === undefined ? null : { kind: 'edit', pool: linked })
  const close = () => {
    setOpen(null)
    if (linked !== undefined) setParams({}, { replace: true })
  }
  const closeEdit = (saved?: Pool) => {
    close()
    if (saved !== undefined && saved.activated_at === null)
      navigate(`/sincronizacao?aba=plans&pool=${saved.id}`)
  }
  const add = can('sync.write') && (
    <Button look="main" className="self-start" onClick={() => setOpen({ kind: 'new' })}>
      {m.pools.new}
    </Button>
  )
  return (
    <>
      {items.length === 0 ? (
        <Empty
          icon={<Waypoints size={36} className="text-accent" aria-hidden="true" />}
          title={m.pools.emptyTitle}
          action={add}
        >
          {m.pools.emptyText}
        </Empty>
      ) : (
        add
      )}
      {items.map((pool) => (
        <PoolCard
          key={pool.id}
          pool={pool}
          onEdit={() => setOpen({ kind: 'edit', pool })}
          onRemove={() => setOpen({ kind: 'remove', pool })}
        />
      ))}
      <Suspense>
        {shown?.kind === 'new' && <PoolSheet pool={null} others={items} onClose={closeEdit} />}
        {shown?.kind === 'edit' && (
          <PoolSheet key={shown.pool.id} pool={shown.pool} others={items} onClose={closeEdit} />
        )}
        {shown?.kind === 'remove' && <RemovePoolSheet pool={shown.pool} onClose={close} />}
      </Suspense>
    </>
  )
}
