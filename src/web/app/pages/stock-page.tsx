import { Page } from '../../components/page.tsx'
import { StockList } from '../../features/stock/stock-list.tsx'
import { useLiveStock } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** Estoque. */
export function StockPage() {
  const { branch } = useSession()
  useLiveStock()
  return (
    <Page title={m.stock.title} note={branch?.name} isWide>
      <StockList emptyAction={undefined} />
    </Page>
  )
}
