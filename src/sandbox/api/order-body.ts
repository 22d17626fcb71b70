import * as z from 'zod'
import { type OrderDoc, orderTotal } from '../erp/order.ts'
import { parseLocal } from '../kernel/dates.ts'
import { roundMoney } from '../kernel/numbers.ts'
import type { BlingRequest } from './answer.ts'
import { type ErrorField, validationError } from './bling-error.ts'
import { readBody } from './read.ts'

const NAMESPACE = 'VENDAS'

const date = z.string().refine((text) => parseLocal(text, false) !== undefined)
const reference = z.object({ id: z.int() })
/** Bling writes "none" as id 0, as null or not at all. */
const optionalReference = z
  .looseObject({ id: z.int() })
  .nullish()
  .transform((value) => value ?? undefined)

const orderBody = z.looseObject({
  contato: z.looseObject({ id: z.int() }),
  data: date,
  dataSaida: date,
  dataPrevista: date,
  numeroLoja: z.string().optional(),
  itens: z
    .array(
      z.looseObject({
        produto: reference.optional(),
        codigo: z.string().optional(),
        descricao: z.string(),
        quantidade: z.number().positive(),
        valor: z.number().min(0),
        desconto: z.number().min(0).max(100).optional(),
      }),
    )
    .min(1),
  parcelas: z.array(
    z.looseObject({ dataVencimento: date, valor: z.number().min(0), formaPagamento: reference }),
  ),
  loja: optionalReference,
  vendedor: optionalReference,
  desconto: z
    .object({ valor: z.number().min(0), unidade: z.enum(['REAL', 'PERCENTUAL']).optional() })
    .optional(),
  outrasDespesas: z.number().min(0).optional(),
  transporte: z.looseObject({ frete: z.number().min(0).optional() }).optional(),
})

/** What the server decides; it is dropped when a client sends back a whole document. */
const READ_ONLY = ['id', 'numero', 'total', 'totalProdutos', 'situacao', 'notaFiscal']

/** Checks an order against the company's records and its own arithmetic. */
export function readOrder(request: BlingRequest): OrderDoc {
  const body = readBody(orderBody, request.body, NAMESPACE)
  for (const name of READ_ONLY) delete body[name]
  const fields = [...unknownReferences(request, body), ...wrongInstalments(request, body)]
  if (fields.length > 0) throw validationError(fields, 'Não foi possível salvar a venda')
  return body
}

function unknownReferences({ sim, company }: BlingRequest, doc: OrderDoc): ErrorField[] {
  const fields: ErrorField[] = []
  if (!sim.world.contacts.get(company.id, doc.contato.id)) {
    fields.push({
      code: 12,
      msg: 'O contato da venda não foi encontrado.',
      element: 'contato',
      namespace: NAMESPACE,
    })
  }
  for (const [index, item] of doc.itens.entries()) {
    if (!item.produto || sim.world.products.get(company.id, item.produto.id)) continue
    fields.push({
      code: 49,
      msg: 'Um ou mais itens da venda possuem erros de validação',
      element: 'itens',
      namespace: NAMESPACE,
      collection: [
        { index, code: 12, msg: 'Id do produto inválido.', element: 'produto', namespace: NAMESPACE },
      ],
    })
  }
  return fields
}

function wrongInstalments({ sim, company }: BlingRequest, doc: OrderDoc): ErrorField[] {
  const collection = doc.parcelas.flatMap((instalment, index) =>
    sim.world.payment_methods.get(company.id, instalment.formaPagamento.id)
      ? []
      : [
          {
            index,
            code: 12,
            msg: 'Id da forma de pagamento inválido.',
            element: 'formaPagamento',
            namespace: NAMESPACE,
          },
        ],
  )
  const fields: ErrorField[] = []
  if (collection.length > 0) {
    const msg = 'Uma ou mais parcelas da venda possuem erros de validação'
    fields.push({ code: 49, msg, element: 'parcelas', namespace: NAMESPACE, collection })
  }
  const sum = roundMoney(doc.parcelas.reduce((total, instalment) => total + instalment.valor, 0))
  if (sum !== orderTotal(doc)) {
    const msg = 'O somatório do valor das parcelas difere do total da venda'
    fields.push({ code: 50, msg, element: 'parcelas', namespace: NAMESPACE })
  }
  return fields
}
