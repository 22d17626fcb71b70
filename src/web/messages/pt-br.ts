import { bling } from './pt-br/bling.ts'
import { catalog } from './pt-br/catalog.ts'
import { count } from './pt-br/count.ts'
import { deposits } from './pt-br/deposits.ts'
import { frame } from './pt-br/frame.ts'
import { links } from './pt-br/links.ts'
import { movements } from './pt-br/movements.ts'
import { office } from './pt-br/office.ts'
import { orders } from './pt-br/orders.ts'
import { outbox } from './pt-br/outbox.ts'
import { panel } from './pt-br/panel.ts'
import { pools } from './pt-br/pools.ts'
import { print } from './pt-br/printing.ts'
import { siteProducts } from './pt-br/site-products.ts'
import { sites } from './pt-br/sites.ts'
import { stock } from './pt-br/stock.ts'
import { sync } from './pt-br/sync.ts'
import { till } from './pt-br/till.ts'
import { why } from './pt-br/why.ts'

/** All sentences in Brazilian Portuguese. */
export const messages = {
  locale: 'pt-BR',
  ...frame,
  print,
  stock,
  movements,
  till,
  outbox,
  panel,
  count,
  catalog,
  bling,
  deposits,
  pools,
  sync,
  why,
  siteProducts,
  links,
  orders,
  sites,
  ...office,
}
