import type { DeviceOperation } from '../../../src/contract/offline.ts'
import type { Principal } from '../../../src/server/auth/principal.ts'
import { changeProduct } from '../../../src/server/catalog/save-product.ts'
import { AppError } from '../../../src/server/kernel/app-error.ts'
import { applyCount } from '../../../src/server/stock/apply-count.ts'
import type { Answer, StockCommand } from '../../../src/server/stock/batch/command.ts'
import { cancelSale } from '../../../src/server/stock/cancel-sale.ts'
import type { CommandInput } from '../../../src/server/stock/command-input.ts'
import { seenAt } from '../../../src/server/stock/count-moment.ts'
import { commandOfOperation } from '../../../src/server/stock/device-command.ts'
import { openBox } from '../../../src/server/stock/open-box.ts'
import { receivePurchase } from '../../../src/server/stock/receive-purchase.ts'
import { recordAdjustment } from '../../../src/server/stock/record-adjustment.ts'
import { recordOutflow } from '../../../src/server/stock/record-outflow.ts'
import { recordPurchase } from '../../../src/server/stock/record-purchase.ts'
import { recordSale } from '../../../src/server/stock/record-sale.ts'
import {
  findPurchaseToReceive,
  findSaleToCancel,
} from '../../../src/server/stock/stored-documents.queries.ts'
import { transferStock } from '../../../src/server/stock/transfer-stock.ts'
import type { Asked, Request } from './request.ts'
import type { Process } from './world.ts'

/** Makes the command that the routes make of a request, reading what they read. A repack has none of its own. */
export async function buildCommand(
  process: Process,
  principal: Principal,
  request: Request,
): Promise<StockCommand | null> {
  const { key, fingerprint, origin, asked } = request
  if (asked.kind === 'repack') return null
  const input = { principal, key, fingerprint, origin, now: process.clock() }
  if (origin.kind === 'device' && asked.kind !== 'purchase') {
    const body = operationOf(asked, key, origin.occurred_at)
    return commandOfOperation(process.database, { ...input, body })
  }
  return onlineCommand(process, input, asked)
}

function operationOf(
  asked: Exclude<Asked, { kind: 'repack' | 'purchase' }>,
  key: string,
  occurredAt: Date,
): DeviceOperation {
  const base = { op_id: key, device_seq: 0, occurred_at: occurredAt.toISOString() }
  if (asked.kind === 'cancel') return { ...base, kind: 'sale_cancel', payload: { sale_id: asked.sale_id } }
  if (asked.kind === 'receive')
    return { ...base, kind: 'purchase_receive', payload: { purchase_id: asked.purchase_id } }
  return { ...base, kind: asked.kind, payload: { ...asked.body } }
}

async function onlineCommand(
  { database }: Process,
  input: Omit<CommandInput<unknown>, 'body'>,
  asked: Exclude<Asked, { kind: 'repack' }>,
): Promise<StockCommand> {
  const { tenant_id } = input.principal
  switch (asked.kind) {
    case 'sale':
      return recordSale({ ...input, body: asked.body })
    case 'cancel': {
      const sale = await database.tenant(tenant_id, (tx) => findSaleToCancel(tx, asked.sale_id))
      return cancelSale({ ...input, body: present(sale) })
    }
    case 'receive': {
      const purchase = await database.tenant(tenant_id, (tx) => findPurchaseToReceive(tx, asked.purchase_id))
      return receivePurchase({ ...input, body: present(purchase) })
    }
    case 'purchase':
      return recordPurchase({ ...input, body: asked.body })
    case 'loss':
    case 'breakage':
    case 'courtesy':
      return recordOutflow(asked.kind, { ...input, body: asked.body })
    case 'adjustment':
      return recordAdjustment({ ...input, body: asked.body })
    case 'box_opening':
      return openBox({ ...input, body: asked.body })
    case 'count': {
      const seen = await seenAt(database, input.principal, asked.body)
      return applyCount({ ...input, body: { ...asked.body, seen } })
    }
    case 'transfer':
      return transferStock({ ...input, body: asked.body })
  }
}

function present<Document>(document: Document | null): Document {
  if (document === null) throw new AppError('NOT_FOUND')
  return document
}

/** Changes a product's packing as the catalogue's route does. */
export function repack(
  process: Process,
  principal: Principal,
  request: Request,
  asked: Extract<Asked, { kind: 'repack' }>,
): Promise<Answer> {
  const write = { principal, key: request.key, fingerprint: request.fingerprint, ip: '127.0.0.1' }
  return changeProduct(process.catalog, write, asked.product_id, {
    box_tracking: asked.units_per_box !== null,
    units_per_box: asked.units_per_box,
    dose_enabled: asked.doses_per_bottle !== null,
    doses_per_bottle: asked.doses_per_bottle,
    confirm_no_saving: true,
  })
}
