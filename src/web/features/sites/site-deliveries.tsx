import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Hourglass, Send, TriangleAlert } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { type Site, type SiteDelivery, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { deliveryText } from './delivery-text.ts'
import { OfSite } from './of-site.tsx'

const LOOKS = {
  waiting: { tone: 'calm', Icon: Hourglass },
  delivered: { tone: 'good', Icon: Check },
  failed: { tone: 'bad', Icon: TriangleAlert },
} as const

/** What sites written by hand were told and whether they heard; each can be told again. */
export function SiteDeliveries() {
  return (
    <OfSite tab="deliveries" accepts={({ kind }) => kind === 'generic'} empty={m.sites.deliveries.onlyOwn}>
      {(site) => <Deliveries key={site.id} site={site} />}
    </OfSite>
  )
}

function Deliveries({ site }: { readonly site: Site }) {
  const { can } = useSession()
  const client = useQueryClient()
  const texts = m.sites.deliveries
  const telling = useMutation({
    mutationFn: (id: string) => sites.replay(site.id, id),
    onSuccess: async () => {
      toast(texts.replayed)
      await client.invalidateQueries({ queryKey: ['sync', 'sites'] })
    },
  })
  const columns: readonly Column<SiteDelivery>[] = [
    {
      name: texts.columns.what,
      cell: (row) => <span className="font-medium">{deliveryText(row.body)}</span>,
    },
    { name: texts.columns.when, cell: (row) => <When at={row.created_at} /> },
    { name: texts.columns.state, cell: StateCell },
    {
      name: texts.columns.again,
      printed: null,
      isNumber: true,
      cell: (row) =>
        can('sync.write') && (
          <Button
            look={row.state === 'failed' ? 'plain' : 'quiet'}
            disabled={telling.isPending}
            aria-label={texts.replayNamed(deliveryText(row.body))}
            onClick={() => telling.mutate(row.id)}
          >
            {texts.replay}
          </Button>
        ),
    },
  ]
  const list = {
    queryKey: ['sync', 'sites', 'deliveries', site.id],
    page: (cursor: string | undefined, limit = 50) => sites.deliveries(site.id, { cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={m.sites.tabs.deliveries}
        about={site.name}
        columns={columns}
        keyOf={(row) => row.id}
        source={list}
      />
      <Refused error={telling.error} />
      <Paged
        {...list}
        empty={
          <Empty
            icon={<Send size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<SiteDelivery>
            caption={m.sites.tabs.deliveries}
            rows={items}
            keyOf={(row) => row.id}
            columns={columns}
          />
        )}
      </Paged>
    </>
  )
}

function StateCell({ state, attempts, error, next_attempt_at }: SiteDelivery) {
  return (
    <span>
      <Badge {...LOOKS[state]}>{m.sites.deliveries.states[state]}</Badge>
      {state !== 'delivered' && attempts > 0 && (
        <span className="block pt-0.5 text-note break-words text-soft">
          {m.sites.inbox.attempts(attempts)}
          {error !== null && ` · ${error}`}
          {state === 'waiting' && (
            <>
              {' · '}
              {m.sites.deliveries.next} <When at={next_attempt_at} />
            </>
          )}
        </span>
      )}
    </span>
  )
}
