import * as z from 'zod'
import { NOTHING, parseQuantity, type Quantity } from '../../../domain/sync/quantity.ts'
import type { BalanceRow } from '../../../domain/sync/reading.ts'
import { anything, blingId } from './fields.ts'

const row = z.looseObject({
  produto: z.looseObject({ id: blingId }),
  saldoFisicoTotal: anything,
  depositos: z.array(z.looseObject({ id: blingId, saldoFisico: anything, saldoVirtual: anything })).nullish(),
})

/**
 * Balances of products in every deposit; a row that holds no balance is left out, so that it counts as unknown and never as zero. An empty
 * list of deposits says that the product never moved. A list that is not there says so only beside a total of zero.
 */
export const balancesIn = z
  .array(row)
  .transform((rows): BalanceRow[] => rows.flatMap((entry) => balanceRow(entry) ?? []))

function balanceRow(entry: z.infer<typeof row>): BalanceRow | null {
  const { depositos } = entry
  const isThere = depositos !== undefined && depositos !== null
  if (!isThere && quantityOf(entry.saldoFisicoTotal) !== NOTHING) return null
  const deposits: BalanceRow['deposits'][number][] = []
  for (const deposit of depositos ?? []) {
    const physical = quantityOf(deposit.saldoFisico)
    const virtual = quantityOf(deposit.saldoVirtual)
    if (physical === null || virtual === null) return null
    deposits.push({ deposit_id: deposit.id, physical, virtual })
  }
  return { product_id: entry.produto.id, deposits }
}

function quantityOf(value: unknown): Quantity | null {
  const parsed = parseQuantity(value)
  return parsed.ok ? parsed.quantity : null
}
