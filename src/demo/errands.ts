import { purchaseAnswer } from '../contract/purchases.ts'
import { saleAnswer } from '../contract/sales.ts'
import type { Principal } from '../server/auth/principal.ts'
import { newId } from '../server/kernel/ids.ts'
import { applyCount } from '../server/stock/apply-count.ts'
import type { StockCommand } from '../server/stock/batch/command.ts'
import { cancelSale } from '../server/stock/cancel-sale.ts'
import type { CommandInput } from '../server/stock/command-input.ts'
import { receivePurchase } from '../server/stock/receive-purchase.ts'
import { recordOutflow } from '../server/stock/record-outflow.ts'
import { recordPurchase } from '../server/stock/record-purchase.ts'
import { recordSale } from '../server/stock/record-sale.ts'
import { findPurchaseToReceive, findSaleToCancel } from '../server/stock/stored-documents.queries.ts'
import { transferStock } from '../server/stock/transfer-stock.ts'
import type { Act } from './acts.ts'
import { type Books, onTheWay } from './books.ts'
import { purchasesOf } from './buying.ts'
import { saleOf } from './selling.ts'
import { countOf, outflowOf, transferOf } from './shelf-work.ts'

/** A command to be executed, and what the staff keeps in mind of its answer. */
export type Errand = { readonly command: StockCommand; readonly remember?: (answer: string) => void }

/** What an act comes to with what is on the shelf now; nothing when there is nothing to be done. */
export async function errandsOf(act: Act, books: Books): Promise<Errand[]> {
  const { place } = act
  const { shelf, company } = books
  const as = <Body>(principal: Principal, body: Body) => inputOf(books, principal, body)
  switch (act.kind) {
    case 'sale': {
      const sale = saleOf(act, shelf)
      return sale === null ? [] : [sold(books, act, recordSale(as(place.cashier, sale)))]
    }
    case 'cancellation':
      return cancelled(act, books)
    case 'breakage':
    case 'loss':
    case 'courtesy':
    case 'leftover': {
      const outflow = outflowOf(act, shelf)
      const type = act.kind === 'leftover' ? 'loss' : act.kind
      return outflow === null ? [] : [{ command: recordOutflow(type, as(place.cashier, outflow)) }]
    }
    case 'count':
      return [{ command: applyCount(as(company.counter, countOf(act, shelf))) }]
    case 'transfer': {
      const transfer = transferOf(act, shelf)
      return transfer === null ? [] : [{ command: transferStock(as(company.manager, transfer)) }]
    }
    case 'purchase':
      return purchased(act, books)
    case 'arrival':
      return arrived(act, books)
  }
}

function inputOf<Body>({ world }: Books, principal: Principal, body: Body): CommandInput<Body> {
  const key = newId()
  return { principal, key, fingerprint: key, origin: { kind: 'online' }, now: world.clock.now(), body }
}

function sold(books: Books, { place }: Act, command: StockCommand): Errand {
  return {
    command,
    remember: (answer) => books.lastSale.set(place.id, saleAnswer.parse(JSON.parse(answer)).id),
  }
}

async function cancelled({ place }: Act, books: Books): Promise<Errand[]> {
  const { company, lastSale, world } = books
  const saleId = lastSale.get(place.id)
  if (saleId === undefined) return []
  lastSale.delete(place.id)
  const sale = await world.database.tenant(company.tenant_id, (tx) => findSaleToCancel(tx, saleId))
  return sale === null ? [] : [{ command: cancelSale(inputOf(books, company.manager, sale)) }]
}

function purchased(act: Extract<Act, { kind: 'purchase' }>, books: Books): Errand[] {
  const { company, shelf, ordered } = books
  const { place, at } = act
  const status = act.arrives === 'now' ? 'received' : 'pending'
  const goods = act.goods.filter((good) => !books.isScarce(good, at))
  const need = {
    company,
    place,
    shelf,
    onTheWay: (good: (typeof goods)[number]) => onTheWay(books, place, good),
  }
  return purchasesOf(goods, need, { at, status }).map((purchase) => ({
    command: recordPurchase(inputOf(books, company.manager, purchase)),
    remember(answer) {
      if (status === 'received') return
      const { id, lines } = purchaseAnswer.parse(JSON.parse(answer))
      const units = new Map(lines.map((line) => [line.product_id, line.total_units]))
      ordered.set(place.id, [...(ordered.get(place.id) ?? []), { purchase_id: id, units }])
    },
  }))
}

async function arrived({ place }: Act, books: Books): Promise<Errand[]> {
  const { company, ordered, world } = books
  const orders = ordered.get(place.id) ?? []
  ordered.delete(place.id)
  const errands: Errand[] = []
  for (const { purchase_id } of orders) {
    const purchase = await world.database.tenant(company.tenant_id, (tx) =>
      findPurchaseToReceive(tx, purchase_id),
    )
    if (purchase !== null)
      errands.push({ command: receivePurchase(inputOf(books, company.manager, purchase)) })
  }
  return errands
}
