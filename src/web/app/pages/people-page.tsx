import { Page } from '../../components/page.tsx'
import { PeopleList } from '../../features/office/people-list.tsx'
import { m } from '../../messages/messages.ts'

/** Usuários. */
export function PeoplePage() {
  return (
    <Page title={m.people.title} note={m.people.note}>
      <PeopleList />
    </Page>
  )
}
