import * as z from 'zod'
import { type Quantity, toUnits } from '../../../domain/sync/quantity.ts'
import {
  blingId,
  idForBling,
  moneyCents,
  optionalDay,
  optionalNumber,
  optionalReference,
  optionalText,
  quantity,
  reais,
  wordOf,
} from './fields.ts'

/** Where an order stands in Bling, by the value that is the same in every account; what merchants invent is one of these or `other`. */
const STATUSES = {
  0: 'open',
  1: 'fulfilled',
  2: 'cancelled',
  3: 'in_progress',
  4: 'brokered',
  5: 'partly_invoiced',
  6: 'partly_fulfilled',
  7: 'awaiting_payment',
  8: 'payment_confirmed',
  10: 'drafting',
  11: 'verified',
  12: 'partly_checked_out',
} as const
export type OrderStatus = (typeof STATUSES)[keyof typeof STATUSES] | 'other'

/** A sales order in a list; it has no items there. */
export type OrderRow = {
  readonly order_id: string
  readonly number: string
  /** The order's number in the shop it came from; ours, for orders that we made. Empty when there is none. */
  readonly shop_number: string
  readonly channel_id: string | null
  readonly contact_id: string
  readonly day: string | null
  readonly total_cents: number
  readonly status: OrderStatus
  /** The account's own id of the status: what is written back. */
  readonly status_id: string
}

/** One item. `product_id` is null for goods that are not in the catalogue. */
export type OrderItem = {
  readonly product_id: string | null
  readonly code: string
  readonly description: string
  readonly quantity: Quantity
  readonly unit_price_cents: number
  readonly discount_percent: number
}

/** One instalment of what is to be paid. */
export type Instalment = {
  readonly due_on: string
  readonly amount_cents: number
  readonly payment_method_id: string
}

/** Where an order goes, as its parcel's label says. Texts may be empty. */
export type Delivery = {
  readonly name: string
  readonly street: string
  readonly number: string
  readonly complement: string
  readonly district: string
  readonly city: string
  readonly state: string
  readonly postal_code: string
}

/** A whole sales order. */
export type OrderDetail = OrderRow & {
  readonly items: readonly OrderItem[]
  readonly instalments: readonly Instalment[]
  readonly notes: string
  readonly internal_notes: string
  readonly shipping_cents: number
  readonly invoice_id: string | null
  readonly delivery: Delivery
}

/** An order to be made. The instalments add up to the total, or Bling refuses it. */
export type NewOrder = {
  readonly shop_number: string
  readonly contact_id: string
  readonly channel_id: string | null
  readonly day: string
  readonly items: readonly (Omit<OrderItem, 'product_id'> & { readonly product_id: string })[]
  readonly instalments: readonly Instalment[]
  readonly notes: string
  /** Notes that no customer sees: where we say which order of ours it is. */
  readonly internal_notes: string
  readonly shipping_cents: number
  readonly discount_cents: number
  /** Fees and taxes beside. */
  readonly other_cents: number
  /** Null where nobody said. */
  readonly delivery: Delivery | null
}

/** What an order that is there is given instead of what it has. */
export type OrderChange = Pick<
  NewOrder,
  'items' | 'instalments' | 'notes' | 'shipping_cents' | 'discount_cents' | 'other_cents' | 'delivery'
>

const row = z.looseObject({
  id: blingId,
  numero: optionalText,
  numeroLoja: optionalText,
  data: optionalDay,
  total: moneyCents,
  contato: z.looseObject({ id: blingId }),
  situacao: z.looseObject({ id: blingId, valor: wordOf(STATUSES) }),
  loja: optionalReference,
})

const labelSchema = z.looseObject({
  nome: optionalText,
  endereco: optionalText,
  numero: optionalText,
  complemento: optionalText,
  bairro: optionalText,
  municipio: optionalText,
  uf: optionalText,
  cep: optionalText,
})

const detail = z.looseObject({
  ...row.shape,
  observacoes: optionalText,
  observacoesInternas: optionalText,
  notaFiscal: optionalReference,
  transporte: z.looseObject({ frete: moneyCents, etiqueta: labelSchema.nullish() }).nullish(),
  itens: z.array(
    z.looseObject({
      produto: optionalReference,
      codigo: optionalText,
      descricao: optionalText,
      quantidade: quantity,
      valor: moneyCents,
      desconto: optionalNumber,
    }),
  ),
  parcelas: z
    .array(
      z.looseObject({
        dataVencimento: optionalDay,
        valor: moneyCents,
        formaPagamento: z.looseObject({ id: blingId }),
      }),
    )
    .nullish(),
})

/** Reads a row of a list of orders. */
export const orderRowIn = row.transform(rowOf)

/** Reads a whole order. */
export const orderDetailIn = detail.transform(
  (order): OrderDetail => ({
    ...rowOf(order),
    notes: order.observacoes,
    internal_notes: order.observacoesInternas,
    shipping_cents: order.transporte?.frete ?? 0,
    invoice_id: order.notaFiscal,
    delivery: deliveryIn(order.transporte?.etiqueta),
    items: order.itens.map((item) => ({
      product_id: item.produto,
      code: item.codigo,
      description: item.descricao,
      quantity: item.quantidade,
      unit_price_cents: item.valor,
      discount_percent: item.desconto,
    })),
    instalments: (order.parcelas ?? []).map((part) => ({
      due_on: part.dataVencimento ?? '',
      amount_cents: part.valor,
      payment_method_id: part.formaPagamento.id,
    })),
  }),
)

function rowOf(order: z.infer<typeof row>): OrderRow {
  return {
    order_id: order.id,
    number: order.numero,
    shop_number: order.numeroLoja,
    channel_id: order.loja,
    contact_id: order.contato.id,
    day: order.data,
    total_cents: order.total,
    status: order.situacao.valor,
    status_id: order.situacao.id,
  }
}

/** An order in Bling's words. */
export function orderOut(order: NewOrder): object {
  return {
    numeroLoja: order.shop_number,
    contato: { id: idForBling(order.contact_id) },
    ...(order.channel_id === null ? {} : { loja: { id: idForBling(order.channel_id) } }),
    data: order.day,
    dataSaida: order.day,
    dataPrevista: order.day,
    observacoesInternas: order.internal_notes,
    ...contentOut(order),
    transporte: transportOut(order),
  }
}

/** What both a new order and a changed one hold, in Bling's words. */
export function contentOut(order: OrderChange) {
  return {
    observacoes: order.notes,
    outrasDespesas: reais(order.other_cents),
    desconto: { valor: reais(order.discount_cents), unidade: 'REAL' },
    itens: order.items.map((item) => ({
      produto: { id: idForBling(item.product_id) },
      codigo: item.code,
      descricao: item.description,
      quantidade: toUnits(item.quantity),
      valor: reais(item.unit_price_cents),
      desconto: item.discount_percent,
    })),
    parcelas: order.instalments.map((part) => ({
      dataVencimento: part.due_on,
      valor: reais(part.amount_cents),
      formaPagamento: { id: idForBling(part.payment_method_id) },
    })),
  }
}

/** How it gets there, as far as we say. */
export function transportOut({ shipping_cents, delivery }: OrderChange) {
  return {
    frete: reais(shipping_cents),
    ...(delivery === null ? {} : { etiqueta: labelOut(delivery) }),
  }
}

function labelOut(delivery: Delivery) {
  const { name, street, number, complement, district, city, state, postal_code } = delivery
  return {
    ...{ nome: name, endereco: street, numero: number, complemento: complement, bairro: district },
    ...{ municipio: city, uf: state, cep: postal_code },
  }
}

function deliveryIn(label: z.infer<typeof labelSchema> | null | undefined): Delivery {
  return {
    ...{ name: label?.nome ?? '', street: label?.endereco ?? '', number: label?.numero ?? '' },
    ...{ complement: label?.complemento ?? '', district: label?.bairro ?? '', city: label?.municipio ?? '' },
    ...{ state: label?.uf ?? '', postal_code: label?.cep ?? '' },
  }
}
