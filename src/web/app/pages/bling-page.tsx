import { Page } from '../../components/page.tsx'
import { AccountList } from '../../features/bling/account-list.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Contas Bling. */
export function BlingPage() {
  useLiveSync()
  return (
    <Page title={m.bling.title} note={m.bling.note}>
      <AccountList />
    </Page>
  )
}
