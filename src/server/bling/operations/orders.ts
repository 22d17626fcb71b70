import * as z from 'zod'
import type { Caller } from '../client/caller.ts'
import { allOf, batchesOf, createdId, pagesOf, readBody, readData } from '../client/read-answer.ts'
import { blingId } from '../mapping/fields.ts'
import type { InvoiceKind } from '../mapping/invoice.ts'
import {
  type NewOrder,
  type OrderChange,
  type OrderDetail,
  type OrderRow,
  orderDetailIn,
  orderOut,
  orderRowIn,
} from '../mapping/order.ts'
import { changedOrderOut, type WholeOrder, wholeOrderIn } from '../mapping/order-change.ts'
import { type NamedStatus, namedStatusIn, statusModuleIn } from '../mapping/order-status.ts'
import { saoPauloTime } from '../rate/sao-paulo-day.ts'

/** Sales orders of an account. */
export type OrderOperations = {
  /** Walks the orders that changed in a period of at most a year, newest first. An order that changes meanwhile may come twice. */
  pages(period: { readonly changed_since: Date; readonly changed_until?: Date }): AsyncGenerator<OrderRow[]>
  /** Orders by their numbers in the shop; the way to find an order of ours again, because nothing stops it from being made twice. */
  byShopNumbers(shop_numbers: readonly string[]): Promise<OrderRow[]>
  detail(order_id: string): Promise<OrderDetail>
  /** Makes an order and gives its id. When the error is `ambiguous` it may be there: look by its number in the shop. */
  create(order: NewOrder): Promise<string>
  /** The order, and the document that it was read from: what `replace` goes by. */
  whole(order_id: string): Promise<{ readonly detail: OrderDetail; readonly document: WholeOrder }>
  /**
   * Gives an order other content, by the document as it was just read. When the error is `ambiguous` it may have it: look before asking again.
   */
  replace(order_id: string, document: WholeOrder, change: OrderChange): Promise<void>
  /** Removes an order for good; refused while money or stock hangs on it. */
  remove(order_id: string): Promise<void>
  /** Gives an order another status, by the account's own id of it. */
  setStatus(order_id: string, status_id: string): Promise<void>
  /** The statuses that the account's orders can have. */
  statuses(): Promise<NamedStatus[]>
  /** Takes the goods out of the named deposit, or of the default one. Doing it twice is refused. */
  launchStock(order_id: string, deposit_id?: string): Promise<void>
  /** Puts them back. */
  reverseStock(order_id: string): Promise<void>
  /** Makes the receivables of the instalments, or takes them back. */
  launchAccounts(order_id: string): Promise<void>
  reverseAccounts(order_id: string): Promise<void>
  /** Makes a pending invoice of an order and gives its id. */
  makeInvoice(order_id: string, kind: InvoiceKind): Promise<string>
}

const ORDER = '/pedidos/vendas/{idPedidoVenda}'
const BATCH = 50

/** Binds the operations to a caller. */
export function orderOperations(call: Caller): OrderOperations {
  const listed = (query: Record<string, string | readonly string[] | undefined>) =>
    pagesOf(
      call,
      { operation: 'GET /pedidos/vendas', method: 'GET', path: '/pedidos/vendas', query },
      orderRowIn,
    )
  return {
    pages: ({ changed_since, changed_until }) =>
      listed({
        dataAlteracaoInicial: saoPauloTime(changed_since),
        dataAlteracaoFinal: changed_until && saoPauloTime(changed_until),
      }),
    async byShopNumbers(shop_numbers) {
      const wanted = new Set(shop_numbers.filter((number) => number !== ''))
      const rows: OrderRow[] = []
      for (const numerosLojas of batchesOf([...wanted], BATCH))
        rows.push(...(await allOf(listed({ numerosLojas }))))
      return rows.filter((row) => wanted.has(row.shop_number))
    },
    detail: (order_id) =>
      readData(call, { operation: `GET ${ORDER}`, method: 'GET', path: pathOf(order_id) }, orderDetailIn),
    create: (order) =>
      createdId(call, {
        operation: 'POST /pedidos/vendas',
        method: 'POST',
        path: '/pedidos/vendas',
        body: orderOut(order),
      }),
    async whole(order_id) {
      const request = { operation: `GET ${ORDER}`, method: 'GET' as const, path: pathOf(order_id) }
      const both = wholeOrderIn.transform((document, context) => {
        const detail = orderDetailIn.safeParse(document)
        if (detail.success) return { document, detail: detail.data }
        context.addIssue({ code: 'custom', message: detail.error.message })
        return z.NEVER
      })
      return readData(call, request, both)
    },
    async replace(order_id, document, change) {
      await call({
        operation: `PUT ${ORDER}`,
        method: 'PUT',
        path: pathOf(order_id),
        body: changedOrderOut(document, change),
      })
    },
    async remove(order_id) {
      await call({ operation: `DELETE ${ORDER}`, method: 'DELETE', path: pathOf(order_id) })
    },
    async setStatus(order_id, status_id) {
      await call({
        operation: `PATCH ${ORDER}/situacoes/{idSituacao}`,
        method: 'PATCH',
        path: `${pathOf(order_id)}/situacoes/${encodeURIComponent(status_id)}`,
      })
    },
    statuses: () => salesStatuses(call),
    ...orderActions(call),
  }
}

/** What moves stock and money; each answers without a body. */
function orderActions(call: Caller) {
  const act = async (order_id: string, action: string, more = ''): Promise<void> => {
    await call({
      operation: `POST ${ORDER}/${action}${more === '' ? '' : '/{idDeposito}'}`,
      method: 'POST',
      path: `${pathOf(order_id)}/${action}${more}`,
    })
  }
  return {
    launchStock: (order_id: string, deposit_id?: string) =>
      act(order_id, 'lancar-estoque', deposit_id === undefined ? '' : `/${encodeURIComponent(deposit_id)}`),
    reverseStock: (order_id: string) => act(order_id, 'estornar-estoque'),
    launchAccounts: (order_id: string) => act(order_id, 'lancar-contas'),
    reverseAccounts: (order_id: string) => act(order_id, 'estornar-contas'),
    async makeInvoice(order_id: string, kind: InvoiceKind) {
      const action = `gerar-${kind}`
      const request = {
        operation: `POST ${ORDER}/${action}`,
        method: 'POST' as const,
        path: `${pathOf(order_id)}/${action}`,
      }
      return (await readBody(call, request, z.looseObject({ idNotaFiscal: blingId }))).idNotaFiscal
    },
  }
}

async function salesStatuses(call: Caller): Promise<NamedStatus[]> {
  const modules = await readData(
    call,
    { operation: 'GET /situacoes/modulos', method: 'GET', path: '/situacoes/modulos' },
    z.array(statusModuleIn),
  )
  const sales = modules.find((one) => one.is_sales)
  if (sales === undefined) return []
  const path = `/situacoes/modulos/${encodeURIComponent(sales.module_id)}`
  return readData(
    call,
    { operation: 'GET /situacoes/modulos/{idModuloSistema}', method: 'GET', path },
    z.array(namedStatusIn),
  )
}

function pathOf(order_id: string): string {
  return `/pedidos/vendas/${encodeURIComponent(order_id)}`
}
