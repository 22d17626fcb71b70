import { Page } from '../../components/page.tsx'
import { DepositList } from '../../features/deposits/deposit-list.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Depósitos. */
export function DepositsPage() {
  useLiveSync()
  return (
    <Page title={m.deposits.title} note={m.deposits.note}>
      <DepositList />
    </Page>
  )
}
