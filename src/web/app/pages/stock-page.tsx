import { Link } from 'react-router'
import { buttonClass } from '../../components/button.tsx'
import { Page } from '../../components/page.tsx'
import { ToProducts } from '../../components/to-products.tsx'
import { StockList } from '../../features/stock/stock-list.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { NoBranch } from '../branch-choice.tsx'

/** Estoque. */
export function StockPage() {
  const { branch, can } = useSession()
  return (
    <Page
      title={m.stock.title}
      note={branch?.name}
      isWide
      actions={
        can('stock.count') && (
          <Link to="/contar" className={`${buttonClass('main')} max-md:hidden`}>
            {m.stock.countAction}
          </Link>
        )
      }
    >
      {branch === undefined ? <NoBranch /> : <StockList emptyAction={<ToProducts />} />}
    </Page>
  )
}
