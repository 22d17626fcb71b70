import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Hourglass, RefreshCw, Waypoints } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Button, buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { type SyncStatus, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { AccountStatus } from './account-status.tsx'
import { ManualRuns } from './manual-runs.tsx'

/** How synchronisation stands right now: the queue, each unified stock, each account. */
export function StatusView({ onStart }: { readonly onStart: () => void }) {
  const { can } = useSession()
  const status = useQuery({ queryKey: ['sync', 'status'], queryFn: () => sync.status() })
  if (status.isPending) return <SkeletonRows rows={4} className="h-24" />
  if (status.isLoadingError) return <Failure error={status.error} onRetry={() => void status.refetch()} />
  const { pools, accounts, backlog } = status.data
  if (pools.length === 0)
    return (
      <Empty
        icon={<Waypoints size={36} className="text-accent" aria-hidden="true" />}
        title={m.sync.emptyTitle}
        action={
          <Link
            to={accounts.length === 0 ? '/contas-bling' : '/estoques-unificados'}
            className={buttonClass('main')}
          >
            {accounts.length === 0 ? m.sync.goAccounts : m.sync.goPools}
          </Link>
        }
      >
        {m.sync.emptyText}
      </Empty>
    )
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Backlog backlog={backlog} />
        {can('sync.write') && (
          <Button look="main" onClick={onStart}>
            <RefreshCw size={18} aria-hidden="true" />
            {m.sync.start.open}
          </Button>
        )}
      </div>
      <ManualRuns />
      <section className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">{m.sync.pools}</h2>
        <div className="grid gap-3 lg:grid-cols-2">
          {pools.map((pool) => (
            <PoolStatus key={pool.pool_id} pool={pool} />
          ))}
        </div>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">{m.sync.accounts}</h2>
        <div className="grid gap-3 lg:grid-cols-2">
          {accounts.map((account) => (
            <AccountStatus key={account.account_id} account={account} />
          ))}
        </div>
      </section>
    </>
  )
}

function Backlog({ backlog }: { readonly backlog: SyncStatus['backlog'] }) {
  const isCalm = backlog.due_skus + backlog.running_skus === 0
  const calmText = backlog.suspects === 0 ? m.sync.calm : m.sync.queueEmpty
  return (
    <p role="status" className="flex min-w-0 flex-1 basis-60 flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={isCalm ? 'good' : 'calm'} Icon={isCalm ? CircleCheck : RefreshCw}>
        {isCalm ? calmText : m.sync.busy(backlog.due_skus, backlog.running_skus)}
      </Badge>
      {backlog.suspects > 0 && (
        <Link to="?aba=history&resultado=pending" className="py-2 text-warn underline underline-offset-2">
          {m.sync.suspects(backlog.suspects)}
        </Link>
      )}
    </p>
  )
}

function PoolStatus({ pool }: { readonly pool: SyncStatus['pools'][number] }) {
  const state = pool.waiting_plan_id !== null ? 'waiting' : pool.is_active ? 'active' : 'inactive'
  return (
    <Card className="flex flex-col gap-2 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 flex-1 truncate font-semibold">{pool.name}</h3>
        <Badge
          tone={state === 'active' ? 'good' : 'warn'}
          Icon={state === 'active' ? CircleCheck : Hourglass}
        >
          {m.sync.poolStates[state]}
        </Badge>
      </div>
      <p className="text-soft">
        {m.sync.skus(pool.skus)}
        {pool.oversold_skus > 0 && (
          <span className="font-medium text-bad"> · {m.sync.oversold(pool.oversold_skus)}</span>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        {pool.waiting_plan_id !== null && (
          <Link to={`?aba=plans&plano=${pool.waiting_plan_id}`} className={buttonClass('main')}>
            {m.sync.seePlan}
          </Link>
        )}
        <Link to={`?aba=plans&pool=${pool.pool_id}`} className={buttonClass()}>
          {m.sync.makePlan}
        </Link>
      </div>
    </Card>
  )
}
