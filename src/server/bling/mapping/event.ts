import * as z from 'zod'
import { parseQuantity, type Quantity } from '../../../domain/sync/quantity.ts'
import type { Operation } from '../../../domain/sync/write-operation.ts'
import { storable } from '../../db/storable.ts'
import { anything } from './fields.ts'

/**
 * What an event tells: which records to look at again. Its numbers are never believed; those of a movement only serve to recognise our
 * own write coming back. Nobody's name or address is among the facts.
 */
export type EventFacts = {
  readonly product_ids: readonly string[]
  /** SKUs, where an older callback names nothing else. */
  readonly codes: readonly string[]
  readonly deposit_ids: readonly string[]
  readonly order_ids: readonly string[]
  /** Numbers that people see, where an older callback names nothing else. */
  readonly order_numbers: readonly string[]
  readonly invoice_ids: readonly string[]
  readonly movement: MovementFacts | null
}

/** A movement as an event prints it; what it leaves out is null. */
export type MovementFacts = {
  readonly product_id: string
  readonly deposit_id: string | null
  readonly operation: Operation | null
  readonly quantity: Quantity | null
  readonly physical: Quantity | null
  readonly virtual: Quantity | null
}

/** An event of one account. `event` is `resource.action`, e.g. `order.updated`. */
export type BlingEvent = {
  readonly event_id: string
  readonly event: string
  readonly occurred_at: Date | null
  readonly facts: EventFacts
}

/** An event that tells nothing. */
export const NO_FACTS: EventFacts = {
  product_ids: [],
  codes: [],
  deposit_ids: [],
  order_ids: [],
  order_numbers: [],
  invoice_ids: [],
  movement: null,
}

const text = (max: number) => z.string().max(max).transform(storable).pipe(z.string().min(1))
const reference = z.looseObject({ id: z.union([z.int().transform(String), text(100)]) })
const given = reference.nullish().catch(null)

const envelope = z.looseObject({
  companyId: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{32}$/),
  eventId: text(200).nullish().catch(null),
  event: text(60).catch('unknown'),
  date: z.iso.datetime({ offset: true }).nullish().catch(null),
  data: z.record(z.string(), z.unknown()).catch({}),
})

const stock = z.looseObject({
  produto: given,
  deposito: z
    .looseObject({ ...reference.shape, saldoFisico: anything, saldoVirtual: anything })
    .nullish()
    .catch(null),
  depositos: z.array(reference).nullish().catch(null),
  operacao: z.enum(['B', 'E', 'S']).nullish().catch(null),
  quantidade: anything,
})

/** The company an event of the present form says it is from, and the event; null when it says none. Unknown events are read, too. */
export function eventIn(
  body: unknown,
  ownId: () => string,
): { readonly company_id: string; readonly event: BlingEvent } | null {
  const read = envelope.safeParse(body)
  if (!read.success) return null
  const { companyId, eventId, event, date, data } = read.data
  const occurred_at = date === null || date === undefined ? null : new Date(date)
  return {
    company_id: companyId,
    event: { event_id: eventId ?? ownId(), event, occurred_at, facts: factsOf(event, data) },
  }
}

function factsOf(event: string, data: Readonly<Record<string, unknown>>): EventFacts {
  const self = given.parse(data)?.id
  const ids = self === undefined ? [] : [self]
  switch (event.slice(0, event.indexOf('.'))) {
    case 'order':
      return { ...NO_FACTS, order_ids: ids }
    case 'product':
      return { ...NO_FACTS, product_ids: ids }
    case 'product_supplier': {
      const product = given.parse(data['produto'])?.id
      return { ...NO_FACTS, product_ids: product === undefined ? [] : [product] }
    }
    case 'invoice':
    case 'consumer_invoice':
      return { ...NO_FACTS, invoice_ids: ids }
    case 'stock':
    case 'virtual_stock':
      return stockFacts(data)
    default:
      return NO_FACTS
  }
}

function stockFacts(data: Readonly<Record<string, unknown>>): EventFacts {
  const read = stock.parse(data)
  const product_id = read.produto?.id
  if (product_id === undefined) return NO_FACTS
  const deposit_ids = [...(read.deposito ? [read.deposito] : []), ...(read.depositos ?? [])].map(
    ({ id }) => id,
  )
  return {
    ...NO_FACTS,
    product_ids: [product_id],
    deposit_ids,
    movement: {
      product_id,
      deposit_id: read.deposito?.id ?? null,
      operation: read.operacao ?? null,
      quantity: quantityOrNull(read.quantidade),
      physical: quantityOrNull(read.deposito?.saldoFisico),
      virtual: quantityOrNull(read.deposito?.saldoVirtual),
    },
  }
}

function quantityOrNull(value: unknown): Quantity | null {
  const parsed = parseQuantity(value)
  return parsed.ok ? parsed.quantity : null
}
