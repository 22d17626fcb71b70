import type { Product } from '../../contract/catalog.ts'
import type { ProductRow } from './product-row.ts'

/** A product as the API shows it; warnings only where there are any. */
export function productView(row: ProductRow, warnings: readonly string[] = []): Product {
  const { created_at, updated_at, ...fields } = row
  return {
    ...fields,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
  }
}
