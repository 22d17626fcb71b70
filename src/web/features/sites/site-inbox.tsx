import { EventInbox } from '../../components/event-inbox.tsx'
import { type SiteEvent, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { OfSite } from './of-site.tsx'

/** What a site told and what became of it; what nobody could deal with can be tried again. */
export function SiteInbox() {
  return (
    <OfSite tab="inbox">
      {({ id, name }) => (
        <EventInbox<SiteEvent>
          key={id}
          caption={m.sites.tabs.inbox}
          about={name}
          texts={m.sites.inbox}
          search={{ aba: 'inbox', site: id }}
          queryKey={['sync', 'sites', 'inbox', id]}
          page={(state, cursor, limit = 50) => sites.inbox(id, { state, cursor, limit })}
          nameOf={eventText}
          reprocess={(event_id) => sites.reprocess(id, event_id)}
        />
      )}
    </OfSite>
  )
}

function eventText({ topic, resource_id }: SiteEvent): string {
  const text = m.sites.inbox.topics[topic]
  return resource_id === null ? text : `${text} ${resource_id}`
}
