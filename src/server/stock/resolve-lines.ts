import type { NewSale } from '../../contract/sales.ts'
import type { SaleLine } from '../../domain/stock/sale.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { findProductsByCodes } from './product-codes.queries.ts'
import type { ResolvedSale } from './record-sale.ts'

/**
 * Gives every line of a sale its product. A line may name it by id, by SKU or by bar code; the bar code of a box (GTIN-14) sold as
 * a unit means one sealed box. Codes that nobody knows are refused together.
 */
export async function resolveSale(
  database: Database,
  tenantId: string,
  body: NewSale,
): Promise<ResolvedSale> {
  const skus = body.lines.flatMap((line) => line.sku ?? [])
  const gtins = body.lines.flatMap((line) => line.gtin ?? [])
  if (skus.length === 0 && gtins.length === 0) {
    return { ...body, lines: body.lines.map((line) => lineOf(line, line.product_id ?? '', line.sold_as)) }
  }
  const found = await database.tenant(tenantId, (tx) => findProductsByCodes(tx, skus, gtins))
  const unknown: { path: string; message: string }[] = []
  const lines = body.lines.map((line, index) => {
    const { product_id, is_box } = found(line)
    if (product_id === null)
      unknown.push({ path: `lines.${index}`, message: 'nenhum produto ativo tem este código' })
    return lineOf(line, product_id ?? '', is_box && line.sold_as === 'unit' ? 'box' : line.sold_as)
  })
  if (unknown.length > 0) throw new AppError('NOT_FOUND', { fields: unknown })
  return { ...body, lines }
}

function lineOf(line: NewSale['lines'][number], product_id: string, sold_as: SaleLine['sold_as']): SaleLine {
  return { product_id, sold_as, quantity: line.quantity, partial: line.partial }
}
