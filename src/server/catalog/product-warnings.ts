import type { CatalogRules } from '../../domain/catalog/product-settings.ts'
import type { Tx } from '../db/database.ts'
import { judgeProduct } from './product-findings.ts'
import type { ProductRow } from './product-row.ts'
import { sharedCode } from './products.queries.ts'

/** What is allowed but odd about a product as it is: its pack, its doses, a bar code that is also another's. */
export async function productWarnings(tx: Tx, product: ProductRow, rules: CatalogRules): Promise<string[]> {
  const { warnings } = judgeProduct(product, { changed: new Set(), rules, confirmed: true })
  const shared = await sharedCode(tx, product)
  const ambiguous =
    shared === null
      ? []
      : [
          `O código de barras ${shared.code} é também do produto ${shared.sku}; na leitura não se sabe qual é.`,
        ]
  const twice =
    product.gtin !== null && product.gtin === product.box_gtin
      ? ['A caixa tem o mesmo código de barras da unidade; na leitura vale a unidade.']
      : []
  return [...warnings, ...twice, ...ambiguous]
}
