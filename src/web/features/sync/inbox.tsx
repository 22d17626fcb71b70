import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Hourglass, Inbox as InboxIcon, RotateCw, TriangleAlert } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { INBOX_STATES } from '../../../contract/inbox-event.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { FilterPill } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { useAccountNames } from '../../lib/places.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

type Event = Awaited<ReturnType<typeof sync.inbox>>['items'][number]
const LOOKS = {
  received: { tone: 'calm', Icon: Hourglass },
  done: { tone: 'good', Icon: Check },
  failed: { tone: 'warn', Icon: RotateCw },
  dead: { tone: 'bad', Icon: TriangleAlert },
} as const

/** The events that Bling sent and what became of each; what nobody could deal with can be tried again. */
export function Inbox() {
  const { can } = useSession()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const accountName = useAccountNames()
  const state = INBOX_STATES.find((one) => one === params.get('estado'))
  const account_id = params.get('conta') ?? undefined
  const texts = m.sync.inbox
  const trying = useMutation({
    mutationFn: (id: string) => sync.reprocess(id),
    onSuccess: async () => {
      toast(texts.reprocessed)
      await client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  const choose = (next: string | undefined) =>
    setParams({ aba: 'inbox', ...(next === undefined ? {} : { estado: next }) }, { replace: true })
  return (
    <>
      <div className="-mx-4 flex gap-2 overflow-x-auto px-4 md:mx-0 md:px-0">
        <FilterPill isOn={state === undefined} onClick={() => choose(undefined)}>
          {texts.any}
        </FilterPill>
        {INBOX_STATES.map((one) => (
          <FilterPill key={one} isOn={state === one} onClick={() => choose(one)}>
            {texts.states[one]}
          </FilterPill>
        ))}
      </div>
      <Refused error={trying.error} />
      <Paged
        queryKey={['sync', 'inbox', state, account_id]}
        page={(cursor) => sync.inbox({ state, account_id, cursor, limit: 50 })}
        empty={
          <Empty
            icon={<InboxIcon size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Event>
            caption={m.sync.tabs.inbox}
            rows={items}
            keyOf={(row) => row.id}
            columns={[
              { name: texts.columns.event, cell: NameCell },
              { name: texts.columns.account, cell: (row) => accountName(row.account_id) },
              { name: texts.columns.when, cell: (row) => <When at={row.received_at} /> },
              { name: texts.columns.state, cell: StateCell },
              {
                name: texts.columns.deliveries,
                isNumber: true,
                cell: (row) =>
                  can('sync.write') && row.state === 'dead' ? (
                    <Button
                      disabled={trying.isPending}
                      aria-label={texts.reprocessNamed(eventText(row.event))}
                      onClick={() => trying.mutate(row.id)}
                    >
                      {texts.reprocess}
                    </Button>
                  ) : (
                    row.deliveries
                  ),
              },
            ]}
          />
        )}
      </Paged>
    </>
  )
}

function eventText(event: string): string {
  return m.sync.inbox.events[event] ?? event
}

function NameCell({ event }: Event) {
  return <span className="font-medium">{eventText(event)}</span>
}

function StateCell({ state, attempts, error }: Event) {
  return (
    <span>
      <Badge {...LOOKS[state]}>{m.sync.inbox.states[state]}</Badge>
      {state !== 'done' && attempts > 0 && (
        <span className="block pt-0.5 text-note text-soft">
          {m.sync.inbox.attempts(attempts)}
          {error !== null && ` · ${error}`}
        </span>
      )}
    </span>
  )
}
