import * as z from 'zod'
import { storable } from '../../db/storable.ts'
import { type EventFacts, NO_FACTS } from './event.ts'

const text = z
  .union([z.string(), z.number()])
  .transform((value) => storable(String(value)))
  .nullish()
  .catch(null)
const callback = z.looseObject({
  estoques: z
    .array(
      z.looseObject({
        estoque: z.looseObject({
          id: text,
          codigo: text,
          depositos: z
            .array(z.looseObject({ deposito: z.looseObject({ id: text }) }))
            .nullish()
            .catch(null),
        }),
      }),
    )
    .nullish()
    .catch(null),
  pedidos: z
    .array(z.looseObject({ pedido: z.looseObject({ numero: text }) }))
    .nullish()
    .catch(null),
})

/** An older callback: a hint that something moved. */
export type LegacyEvent = { readonly event: string; readonly facts: EventFacts }

/**
 * Reads an older callback in each of the forms in which it arrives: a form with the field `data`, that field left as it is, or JSON.
 * Null when it is none of them.
 */
export function legacyEventIn(body: string): LegacyEvent | null {
  const found = jsonIn(body)
  const holder = z.looseObject({ retorno: callback }).safeParse(found)
  if (!holder.success) return null
  const { estoques, pedidos } = holder.data.retorno
  if (estoques) return { event: 'stock.callback', facts: stockFacts(estoques) }
  if (pedidos)
    return {
      event: 'order.callback',
      facts: { ...NO_FACTS, order_numbers: distinct(pedidos.map(({ pedido }) => pedido.numero)) },
    }
  return { event: 'unknown.callback', facts: NO_FACTS }
}

function stockFacts(rows: NonNullable<z.infer<typeof callback>['estoques']>): EventFacts {
  const stocks = rows.map((row) => row.estoque)
  return {
    ...NO_FACTS,
    product_ids: distinct(stocks.map((stock) => stock.id)),
    codes: distinct(stocks.map((stock) => stock.codigo)),
    deposit_ids: distinct(
      stocks.flatMap((stock) => (stock.depositos ?? []).map(({ deposito }) => deposito.id)),
    ),
  }
}

function jsonIn(body: string): unknown {
  if (!body.startsWith('data=')) {
    const whole = parsed(body)
    const data = z.looseObject({ data: z.unknown() }).safeParse(whole)
    if (!data.success || data.data.data === undefined) return whole
    return typeof data.data.data === 'string' ? parsed(data.data.data) : data.data.data
  }
  return parsed(body.slice('data='.length)) ?? parsed(new URLSearchParams(body).get('data') ?? '')
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function distinct(values: readonly (string | null | undefined)[]): string[] {
  return [
    ...new Set(values.filter((value) => value !== null && value !== undefined && value !== '')),
  ] as string[]
}
