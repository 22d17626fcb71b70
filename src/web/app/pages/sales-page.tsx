import { Page } from '../../components/page.tsx'
import { SaleList } from '../../features/sales/sale-list.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** Vendas. */
export function SalesPage() {
  const { branch } = useSession()
  return (
    <Page title={m.till.sales.title} note={m.till.sales.note} isWide>
      <SaleList branch_id={branch?.id} />
    </Page>
  )
}
