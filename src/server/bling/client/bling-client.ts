import type { AccountRef } from '../account-ref.ts'
import type { Company } from '../mapping/company.ts'
import { type ChannelOperations, channelOperations } from '../operations/channels.ts'
import { companyOf } from '../operations/companies.ts'
import { type ContactOperations, contactOperations } from '../operations/contacts.ts'
import { type DepositOperations, depositOperations } from '../operations/deposits.ts'
import { type InvoiceOperations, invoiceOperations } from '../operations/invoices.ts'
import { type OrderOperations, orderOperations } from '../operations/orders.ts'
import { type ProductOperations, productOperations } from '../operations/products.ts'
import { type ReceivableOperations, receivableOperations } from '../operations/receivables.ts'
import { type StockOperations, stockOperations } from '../operations/stock.ts'
import type { Lane } from '../rate/lane.ts'
import { type CallerDeps, createCaller } from './caller.ts'

/** Everything that can be asked of one account. Every operation throws `BlingError` when it fails. */
export type BlingClient = {
  readonly account: AccountRef
  company(): Promise<Company>
  readonly deposits: DepositOperations
  readonly products: ProductOperations
  readonly stock: StockOperations
  readonly orders: OrderOperations
  readonly contacts: ContactOperations
  readonly channels: ChannelOperations
  readonly invoices: InvoiceOperations
  readonly receivables: ReceivableOperations
}

/** Makes clients; they hold nothing, so one can be made for each task. */
export type BlingClients = {
  forAccount(tenant_id: string, account_id: string, lane: Lane): BlingClient
}

/** Binds all operations to the accounts' callers. */
export function createBlingClients(deps: CallerDeps): BlingClients {
  return {
    forAccount(tenant_id, account_id, lane) {
      const account = { tenant_id, account_id }
      const call = createCaller(deps, account, lane)
      return {
        account,
        company: () => companyOf(call),
        deposits: depositOperations(call),
        products: productOperations(call),
        stock: stockOperations(call),
        orders: orderOperations(call),
        contacts: contactOperations(call),
        channels: channelOperations(call),
        invoices: invoiceOperations(call),
        receivables: receivableOperations(call),
      }
    },
  }
}
