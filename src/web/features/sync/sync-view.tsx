import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Tabs } from '../../components/tabs.tsx'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { Alerts } from './alerts.tsx'
import { History } from './history.tsx'
import { Inbox } from './inbox.tsx'
import { PlanList } from './plan-list.tsx'
import { StatusView } from './status-view.tsx'

const StartSheet = lazy(async () => ({ default: (await import('./start-sheet.tsx')).StartSheet }))

/** Synchronisation in five views: now, plans, history, events, alerts. */
export function SyncView() {
  const [isStarting, setStarting] = useState(false)
  const alerts = useQuery({
    queryKey: ['sync', 'alerts', 'count'],
    queryFn: () => sync.alerts({ open: true, limit: 100 }),
  })
  const open = alerts.data?.items.length ?? 0
  const texts = m.sync.tabs
  return (
    <>
      <Tabs
        label={m.sync.title}
        tabs={[
          {
            name: 'now',
            label: texts.now,
            content: () => <StatusView onStart={() => setStarting(true)} />,
          },
          { name: 'plans', label: texts.plans, content: () => <PlanList /> },
          { name: 'history', label: texts.history, content: () => <History /> },
          { name: 'inbox', label: texts.inbox, content: () => <Inbox /> },
          {
            name: 'alerts',
            label: (
              <>
                {texts.alerts}
                {open > 0 && (
                  <span className="rounded-pill bg-warn-tint px-2 text-note text-warn">{open}</span>
                )}
              </>
            ),
            content: () => <Alerts />,
          },
        ]}
      />
      <Suspense>{isStarting && <StartSheet onClose={() => setStarting(false)} />}</Suspense>
    </>
  )
}
