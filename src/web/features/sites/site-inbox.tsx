import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Hourglass, Inbox, RotateCw, TriangleAlert } from 'lucide-react'
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
import { type Site, type SiteEvent, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { OfSite } from './of-site.tsx'

const LOOKS = {
  received: { tone: 'calm', Icon: Hourglass },
  done: { tone: 'good', Icon: Check },
  failed: { tone: 'warn', Icon: RotateCw },
  dead: { tone: 'bad', Icon: TriangleAlert },
} as const

/** What a site told and what became of it; what nobody could deal with can be tried again. */
export function SiteInbox() {
  return <OfSite tab="inbox">{(site) => <Events key={site.id} site={site} />}</OfSite>
}

function Events({ site }: { readonly site: Site }) {
  const { can } = useSession()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const state = INBOX_STATES.find((one) => one === params.get('estado'))
  const texts = m.sites.inbox
  const trying = useMutation({
    mutationFn: (id: string) => sites.reprocess(site.id, id),
    onSuccess: async () => {
      toast(texts.reprocessed)
      await client.invalidateQueries({ queryKey: ['sync', 'sites'] })
    },
  })
  const choose = (next: string | undefined) =>
    setParams(
      { aba: 'inbox', site: site.id, ...(next === undefined ? {} : { estado: next }) },
      { replace: true },
    )
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
        queryKey={['sync', 'sites', 'inbox', site.id, state]}
        page={(cursor) => sites.inbox(site.id, { state, cursor, limit: 50 })}
        empty={
          <Empty
            icon={<Inbox size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<SiteEvent>
            caption={m.sites.tabs.inbox}
            rows={items}
            keyOf={(row) => row.id}
            columns={[
              {
                name: texts.columns.event,
                cell: (row) => <span className="font-medium">{eventText(row)}</span>,
              },
              { name: texts.columns.when, cell: (row) => <When at={row.received_at} /> },
              { name: texts.columns.state, cell: StateCell },
              {
                name: texts.columns.deliveries,
                isNumber: true,
                cell: (row) =>
                  can('sync.write') && row.state === 'dead' ? (
                    <Button
                      disabled={trying.isPending}
                      aria-label={texts.reprocessNamed(eventText(row))}
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

function eventText({ topic, resource_id }: SiteEvent): string {
  const text = m.sites.inbox.topics[topic]
  return resource_id === null ? text : `${text} ${resource_id}`
}

function StateCell({ state, attempts, error }: SiteEvent) {
  return (
    <span>
      <Badge {...LOOKS[state]}>{m.sites.inbox.states[state]}</Badge>
      {state !== 'done' && attempts > 0 && (
        <span className="block pt-0.5 text-note break-words text-soft">
          {m.sites.inbox.attempts(attempts)}
          {error !== null && ` · ${error}`}
        </span>
      )}
    </span>
  )
}
