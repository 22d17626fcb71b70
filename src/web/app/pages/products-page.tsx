import { Page } from '../../components/page.tsx'
import { ProductList } from '../../features/catalog/product-list.tsx'
import { m } from '../../messages/messages.ts'

/** Produtos. */
export function ProductsPage() {
  return (
    <Page title={m.catalog.title} isWide>
      <ProductList />
    </Page>
  )
}
