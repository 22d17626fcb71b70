import { Page } from '../../components/page.tsx'
import { SiteProductsView } from '../../features/site-products/site-products-view.tsx'
import { m } from '../../messages/messages.ts'

/** Produtos dos sites. */
export function SiteProductsPage() {
  return (
    <Page title={m.siteProducts.title} note={m.siteProducts.note} isWide>
      <SiteProductsView />
    </Page>
  )
}
