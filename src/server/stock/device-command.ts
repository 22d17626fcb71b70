import * as z from 'zod'
import { cents, id } from '../../contract/common.ts'
import type { DeviceOperation } from '../../contract/offline.ts'
import { newSale } from '../../contract/sales.ts'
import {
  newAdjustment,
  newBoxOpening,
  newBreakage,
  newCount,
  newCourtesy,
  newLoss,
  newTransfer,
} from '../../contract/stock.ts'
import type { Database, Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import { applyCount } from './apply-count.ts'
import type { StockCommand } from './batch/command.ts'
import { cancelSale } from './cancel-sale.ts'
import type { CommandInput } from './command-input.ts'
import { seenAt } from './count-moment.ts'
import { openBox } from './open-box.ts'
import { receivePurchase } from './receive-purchase.ts'
import { recordAdjustment } from './record-adjustment.ts'
import { recordOutflow } from './record-outflow.ts'
import { recordSale } from './record-sale.ts'
import { resolveSale } from './resolve-lines.ts'
import { findAnsweredSale, findPurchaseToReceive, findSaleToCancel } from './stored-documents.queries.ts'
import { transferStock } from './transfer-stock.ts'

const soldOffline = newSale.extend({ charged_cents: cents.optional() })
const cancelOffline = z.union([
  z.strictObject({ sale_id: id }),
  z.strictObject({ sale_op_id: z.string().min(1).max(200) }),
])
const receiveOffline = z.strictObject({ purchase_id: id })

/** Makes the same command out of a device's operation that a person's request makes, marked as a fact. Throws `AppError`. */
export async function commandOfOperation(
  database: Database,
  input: CommandInput<DeviceOperation>,
): Promise<StockCommand> {
  const { body: operation, principal } = input
  const given = <Body>(body: Body): CommandInput<Body> => ({ ...input, body })
  const read = <T>(work: (tx: Tx) => Promise<T>) => database.tenant(principal.tenant_id, work)
  switch (operation.kind) {
    case 'sale': {
      const { charged_cents, ...sale } = parsed(soldOffline, operation)
      return recordSale(given({ ...(await resolveSale(database, principal.tenant_id, sale)), charged_cents }))
    }
    case 'sale_cancel': {
      const asked = parsed(cancelOffline, operation)
      const sale = await read(async (tx) => {
        const saleId = 'sale_id' in asked ? asked.sale_id : await findAnsweredSale(tx, asked.sale_op_id)
        return saleId === null ? null : findSaleToCancel(tx, saleId)
      })
      return cancelSale(given(found(sale)))
    }
    case 'purchase_receive': {
      const { purchase_id } = parsed(receiveOffline, operation)
      return receivePurchase(given(found(await read((tx) => findPurchaseToReceive(tx, purchase_id)))))
    }
    case 'count': {
      const { ledger_seq: _known, counted_at: _time, ...counted } = parsed(newCount, operation)
      // A clock that nobody believes cannot say what the books said then: the count is held against the present.
      const isTimeKnown = input.origin.kind === 'online' || input.origin.clock_is_trusted
      const count = isTimeKnown ? { ...counted, counted_at: operation.occurred_at } : counted
      return applyCount(given({ ...count, seen: await seenAt(database, principal, count) }))
    }
    case 'loss':
      return recordOutflow('loss', given(parsed(newLoss, operation)))
    case 'breakage':
      return recordOutflow('breakage', given(parsed(newBreakage, operation)))
    case 'courtesy':
      return recordOutflow('courtesy', given(parsed(newCourtesy, operation)))
    case 'adjustment':
      return recordAdjustment(given(parsed(newAdjustment, operation)))
    case 'box_opening':
      return openBox(given(parsed(newBoxOpening, operation)))
    case 'transfer':
      return transferStock(given(parsed(newTransfer, operation)))
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, operation: DeviceOperation): z.output<Schema> {
  const result = schema.safeParse(operation.payload)
  if (result.success) return result.data
  const fields = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  throw new AppError('INVALID_VALUES', { fields })
}

function found<Document>(document: Document | null): Document {
  if (document === null) throw new AppError('NOT_FOUND')
  return document
}
