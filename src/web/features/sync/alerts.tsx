import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Button, buttonClass } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { Card, FilterPill } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { unitsText } from '../../lib/format.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

type Alert = Awaited<ReturnType<typeof sync.alerts>>['items'][number]

/** What a person has to look at, each with the way to its cause. They close by themselves. */
export function Alerts() {
  const [isOpen, setOpen] = useState(true)
  const texts = m.sync.alerts
  const list = {
    queryKey: ['sync', 'alerts', isOpen],
    page: (cursor: string | undefined, limit = 50) => sync.alerts({ open: isOpen, cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={`${m.sync.title} · ${m.sync.tabs.alerts}`}
        filters={() => [[m.print.only, isOpen ? texts.open : texts.closed]]}
        columns={printedColumns()}
        keyOf={(row) => row.id}
        source={list}
      />
      <div className="flex gap-2">
        <FilterPill isOn={isOpen} onClick={() => setOpen(true)}>
          {texts.open}
        </FilterPill>
        <FilterPill isOn={!isOpen} onClick={() => setOpen(false)}>
          {texts.closed}
        </FilterPill>
      </div>
      <Paged
        {...list}
        empty={
          <Empty
            icon={<CircleCheck size={36} className="text-good" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => items.map((alert) => <AlertCard key={alert.id} alert={alert} />)}
      </Paged>
    </>
  )
}

function printedColumns(): readonly Column<Alert>[] {
  const texts = m.sync.alerts
  return [
    { name: m.sync.tabs.alerts, cell: ({ kind }) => texts.kinds[kind] ?? kind },
    { name: m.sync.history.columns.what, cell: textOf },
    { name: m.sync.history.columns.when, cell: (row) => <When at={row.opened_at} /> },
    {
      name: texts.resolved,
      cell: ({ resolved_at }) => (resolved_at === null ? '' : <When at={resolved_at} />),
    },
  ]
}

function AlertCard({ alert }: { readonly alert: Alert }) {
  const isOpen = alert.resolved_at === null
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <TriangleAlert
        size={20}
        aria-hidden="true"
        className={`shrink-0 ${isOpen ? 'text-warn' : 'text-soft'}`}
      />
      <div className="min-w-0 flex-1 basis-60">
        <h3 className="font-semibold">{m.sync.alerts.kinds[alert.kind] ?? alert.kind}</h3>
        <p>{textOf(alert)}</p>
        <p className="text-note text-soft">
          <When at={alert.opened_at} />
          {alert.resolved_at !== null && (
            <>
              {' '}
              · {m.sync.alerts.resolved} <When at={alert.resolved_at} />
            </>
          )}
        </p>
      </div>
      {isOpen && <WayOn alert={alert} />}
    </Card>
  )
}

function textOf({ kind, facts }: Alert): string {
  const { texts } = m.sync.alerts
  const text = (name: string) => String(facts[name] ?? '')
  const units = (name: string) => unitsText(Number(facts[name] ?? 0))
  switch (kind) {
    case 'oversold':
      return texts.oversold(text('sku'), units('oversold'))
    case 'external_drift':
      return texts.external_drift(text('sku'), units('from'), units('to'))
    case 'reauthorize':
    case 'webhook_silent':
    case 'budget':
      return texts[kind](text('account'))
    case 'approval_waiting':
      return texts.approval_waiting(text('pool'), Number(facts['lines'] ?? 0))
    case 'unclear_draw':
      return texts.unclear_draw(text('sku'))
    default:
      return ''
  }
}

function WayOn({ alert: { kind, subject, facts } }: { readonly alert: Alert }) {
  const { go } = m.sync.alerts
  switch (kind) {
    case 'reauthorize':
      return <Way to="/contas-bling" text={go.reconnect} />
    case 'webhook_silent':
      return <Way to="/contas-bling" text={go.webhooks} />
    case 'approval_waiting':
      return <Way to={`?aba=plans&plano=${facts['plan_id']}`} text={go.plan} />
    case 'oversold':
    case 'external_drift':
      return <Way to={`/por-que?sku=${encodeURIComponent(String(facts['sku']))}`} text={go.why} />
    case 'unclear_draw':
      return <Verdict reference={subject} />
    default:
      return null
  }
}

function Way({ to, text }: { readonly to: string; readonly text: string }) {
  return (
    <Link to={to} className={buttonClass()}>
      {text}
    </Link>
  )
}

function Verdict({ reference }: { readonly reference: string }) {
  const { can } = useSession()
  const client = useQueryClient()
  const { verdict } = m.sync.alerts
  const judging = useMutation({
    mutationFn: (happened: boolean) => sync.judgeDraw(reference, happened),
    onSuccess: async () => {
      toast(verdict.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  if (!can('sync.write')) return null
  return (
    <span className="flex flex-wrap gap-2">
      <Button disabled={judging.isPending} onClick={() => judging.mutate(true)}>
        {verdict.happened}
      </Button>
      <Button disabled={judging.isPending} onClick={() => judging.mutate(false)}>
        {verdict.not}
      </Button>
      <Refused error={judging.error} />
    </span>
  )
}
