import { useQuery } from '@tanstack/react-query'
import { CircleCheck, RefreshCw, TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { Card } from '../../components/page.tsx'
import { type SyncStatus, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

const LOOK_MS = 15_000

/** How synchronisation does, for those who may look; read again every few seconds. */
export function useSyncStatus() {
  const { can } = useSession()
  return useQuery({
    queryKey: ['sync', 'status'],
    queryFn: () => sync.status(),
    enabled: can('sync.read'),
    refetchInterval: LOOK_MS,
  })
}

/** How synchronisation does, in one card: what needs a person first. Nothing while no account is connected. */
export function SyncHealth() {
  const status = useSyncStatus()
  if (status.data === undefined || status.data.accounts.length === 0) return null
  const troubles = troublesOf(status.data)
  const { due_skus, running_skus } = status.data.backlog
  const busy = due_skus + running_skus
  const texts = m.panel.sync
  return (
    <Card className="p-4">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lead font-semibold">{texts.title}</h2>
        <Link to="/sincronizacao" className="py-2 text-note font-semibold text-accent">
          {m.actions.see}
        </Link>
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {troubles.map(({ text, to }) => (
          <li key={text}>
            <Link to={to} className="flex min-h-11 items-center gap-2 font-medium text-warn hover:underline">
              <TriangleAlert size={18} aria-hidden="true" className="shrink-0" />
              {text}
            </Link>
          </li>
        ))}
        {busy > 0 && (
          <li className="flex min-h-11 items-center gap-2 text-soft">
            <RefreshCw size={18} aria-hidden="true" />
            {texts.working(busy)}
          </li>
        )}
        {troubles.length + busy === 0 && (
          <li className="flex min-h-11 items-center gap-2 font-medium text-good">
            <CircleCheck size={18} aria-hidden="true" />
            {texts.good}
          </li>
        )}
      </ul>
    </Card>
  )
}

/** What needs a person, the worst first, each with where to do something about it. */
function troublesOf({ pools, accounts, backlog }: SyncStatus): { text: string; to: string }[] {
  const texts = m.panel.sync
  const plans = pools.filter(({ waiting_plan_id }) => waiting_plan_id !== null).length
  const oversold = pools.reduce((sum, pool) => sum + pool.oversold_skus, 0)
  const dead = accounts.reduce((sum, account) => sum + account.events_dead, 0)
  return [
    ...accounts
      .filter(({ state }) => state === 'reauthorize')
      .map(({ name }) => ({ text: texts.lost(name), to: '/contas-bling' })),
    ...(oversold > 0 ? [{ text: texts.oversold(oversold), to: '/sincronizacao?aba=alerts' }] : []),
    ...(plans > 0 ? [{ text: texts.waiting(plans), to: '/sincronizacao?aba=plans' }] : []),
    ...accounts
      .filter(({ webhooks, state }) => webhooks === 'silent' && state === 'active')
      .map(({ name }) => ({ text: texts.silent(name), to: '/contas-bling' })),
    ...(dead > 0 ? [{ text: texts.dead(dead), to: '/sincronizacao?aba=inbox&estado=dead' }] : []),
    ...(backlog.suspects > 0
      ? [{ text: texts.suspects(backlog.suspects), to: '/sincronizacao?aba=history&resultado=pending' }]
      : []),
  ]
}
