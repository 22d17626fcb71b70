import { Page } from '../../components/page.tsx'
import { TransferForm } from '../../features/goods/transfer-form.tsx'
import { m } from '../../messages/messages.ts'

/** Transferências. */
export function TransfersPage() {
  return (
    <Page title={m.catalog.transfers.title} note={m.catalog.transfers.note}>
      <TransferForm />
    </Page>
  )
}
