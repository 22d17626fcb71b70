import { Page } from '../../components/page.tsx'
import { PurchaseList } from '../../features/goods/purchase-list.tsx'
import { m } from '../../messages/messages.ts'

/** Compras. */
export function PurchasesPage() {
  return (
    <Page title={m.catalog.purchases.title} note={m.catalog.purchases.note}>
      <PurchaseList />
    </Page>
  )
}
