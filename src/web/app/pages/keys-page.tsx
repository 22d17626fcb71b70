import { Page } from '../../components/page.tsx'
import { KeyList } from '../../features/office/key-list.tsx'
import { m } from '../../messages/messages.ts'

/** Chaves de API. */
export function KeysPage() {
  return (
    <Page title={m.keys.title} note={m.keys.note}>
      <KeyList />
    </Page>
  )
}
