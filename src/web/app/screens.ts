import type { ReactNode } from 'react'
import type { Permission } from '../../contract/permissions.ts'

/** A screen: its address, what it takes to open it, and where its code is. */
export type ScreenEntry = {
  readonly path: string
  readonly needs: Permission
  readonly load: () => Promise<{ readonly default: () => ReactNode }>
}

/** Every screen that is built; what is not here is not linked. */
export const SCREENS: readonly ScreenEntry[] = [
  {
    path: '/vender',
    needs: 'stock.sell',
    load: async () => ({ default: (await import('./pages/till-page.tsx')).TillPage }),
  },
  {
    path: '/estoque',
    needs: 'stock.read',
    load: async () => ({ default: (await import('./pages/stock-page.tsx')).StockPage }),
  },
  {
    path: '/neste-aparelho',
    needs: 'self',
    load: async () => ({ default: (await import('./pages/device-page.tsx')).DevicePage }),
  },
  {
    path: '/painel',
    needs: 'stock.read',
    load: async () => ({ default: (await import('./pages/panel-page.tsx')).PanelPage }),
  },
  {
    path: '/movimentacoes',
    needs: 'stock.read',
    load: async () => ({ default: (await import('./pages/movements-page.tsx')).MovementsPage }),
  },
  {
    path: '/vendas',
    needs: 'stock.read',
    load: async () => ({ default: (await import('./pages/sales-page.tsx')).SalesPage }),
  },
  {
    path: '/contar',
    needs: 'stock.count',
    load: async () => ({ default: (await import('./pages/count-page.tsx')).CountPage }),
  },
  {
    path: '/produtos',
    needs: 'catalog.read',
    load: async () => ({ default: (await import('./pages/products-page.tsx')).ProductsPage }),
  },
  {
    path: '/divergencias',
    needs: 'stock.read',
    load: async () => ({ default: (await import('./pages/divergences-page.tsx')).DivergencesPage }),
  },
  {
    path: '/configuracoes',
    needs: 'self',
    load: async () => ({ default: (await import('./pages/settings-page.tsx')).SettingsPage }),
  },
  {
    path: '/auditoria',
    needs: 'audit.read',
    load: async () => ({ default: (await import('./pages/audit-page.tsx')).AuditPage }),
  },
  {
    path: '/chaves',
    needs: 'keys.manage',
    load: async () => ({ default: (await import('./pages/keys-page.tsx')).KeysPage }),
  },
  {
    path: '/usuarios',
    needs: 'people.manage',
    load: async () => ({ default: (await import('./pages/people-page.tsx')).PeoplePage }),
  },
  {
    path: '/compras',
    needs: 'stock.read',
    load: async () => ({ default: (await import('./pages/purchases-page.tsx')).PurchasesPage }),
  },
  {
    path: '/transferencias',
    needs: 'stock.transfer',
    load: async () => ({ default: (await import('./pages/transfers-page.tsx')).TransfersPage }),
  },
  {
    path: '/filiais',
    needs: 'branches.write',
    load: async () => ({ default: (await import('./pages/branches-page.tsx')).BranchesPage }),
  },
  {
    path: '/contas-bling',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/bling-page.tsx')).BlingPage }),
  },
  {
    path: '/sites',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/sites-page.tsx')).SitesPage }),
  },
  {
    path: '/pedidos',
    needs: 'orders.read',
    load: async () => ({ default: (await import('./pages/orders-page.tsx')).OrdersPage }),
  },
  {
    path: '/depositos',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/deposits-page.tsx')).DepositsPage }),
  },
  {
    path: '/estoques-unificados',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/pools-page.tsx')).PoolsPage }),
  },
  {
    path: '/sincronizacao',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/sync-page.tsx')).SyncPage }),
  },
  {
    path: '/por-que',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/why-page.tsx')).WhyPage }),
  },
  {
    path: '/vinculos',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/links-page.tsx')).LinksPage }),
  },
  {
    path: '/produtos-dos-sites',
    needs: 'sync.read',
    load: async () => ({ default: (await import('./pages/site-products-page.tsx')).SiteProductsPage }),
  },
]
