import * as z from 'zod'
import { contentOut, type OrderChange, transportOut } from './order.ts'

/** A whole order as Bling showed it, with everything that we do not know. */
export const wholeOrderIn = z.record(z.string(), z.unknown())
export type WholeOrder = z.infer<typeof wholeOrderIn>

/** What Bling writes itself. */
const READ_ONLY = new Set(['id', 'numero', 'total', 'totalProdutos', 'situacao', 'notaFiscal'])

/**
 * The order with other content, as a PUT wants it: everything that was read and is not spoken of stays as it was, because what a PUT does
 * with what is left out nobody says. An item whose product stays keeps what else was said of it.
 */
export function changedOrderOut(whole: WholeOrder, change: OrderChange): object {
  const kept = Object.entries(whole).filter(([name]) => !READ_ONLY.has(name))
  const { itens, ...content } = contentOut(change)
  const before = z.array(itemSeen).catch([]).parse(whole['itens'])
  const transport = wholeOrderIn.catch({}).parse(whole['transporte'])
  const contact = z.looseObject({ id: z.unknown() }).parse(whole['contato'])
  return {
    ...Object.fromEntries(kept),
    ...content,
    contato: { id: contact.id },
    transporte: { ...transport, ...transportOut(change) },
    itens: itens.map((item) => {
      const { id: _id, ...known } = before.find(({ produto }) => produto?.id === item.produto.id) ?? { id: 0 }
      return { ...known, ...item }
    }),
  }
}

const itemSeen = z.looseObject({
  id: z.unknown(),
  produto: z.looseObject({ id: z.unknown() }).nullish(),
})
