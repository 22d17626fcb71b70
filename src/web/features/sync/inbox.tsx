import { useSearchParams } from 'react-router'
import { EventInbox } from '../../components/event-inbox.tsx'
import { useAccountNames } from '../../lib/places.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

type Event = Awaited<ReturnType<typeof sync.inbox>>['items'][number]

/** The events that Bling sent and what became of each; what nobody could deal with can be tried again. */
export function Inbox() {
  const [params] = useSearchParams()
  const accountName = useAccountNames()
  const account_id = params.get('conta') ?? undefined
  const texts = m.sync.inbox
  return (
    <EventInbox<Event>
      caption={m.sync.tabs.inbox}
      about={account_id === undefined ? undefined : accountName(account_id)}
      texts={texts}
      search={{ aba: 'inbox' }}
      queryKey={['sync', 'inbox', account_id]}
      page={(state, cursor, limit = 50) => sync.inbox({ state, account_id, cursor, limit })}
      nameOf={({ event }) => texts.events[event] ?? event}
      more={[{ name: texts.columns.account, cell: (row) => accountName(row.account_id) }]}
      reprocess={(id) => sync.reprocess(id)}
    />
  )
}
