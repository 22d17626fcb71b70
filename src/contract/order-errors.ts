import { type Entry, entry } from './error-entry.ts'

/** The refusals of orders from sales sites. */
export const ORDER_ERRORS = {
  ORDER_SKU_UNKNOWN: entry(
    422,
    'SKU desconhecido',
    (f) => `Nenhum produto ativo tem o SKU ${f['sku'] ?? ''}. Confira o código ou cadastre o produto.`,
  ),
  ORDER_WITHOUT_PRICE: entry(
    422,
    'Produto sem preço',
    (f) => `O produto ${f['sku'] ?? ''} não tem preço de venda. Defina o preço no cadastro.`,
  ),
  ORDER_STOCK_UNKNOWN: entry(
    409,
    'Estoque ainda não conhecido',
    (f) =>
      `O estoque disponível de ${f['sku'] ?? ''} ainda não é conhecido. Inclua o site em um estoque unificado e tente de novo.`,
  ),
  ORDER_DOCUMENT_INVALID: entry(
    422,
    'CPF ou CNPJ inválido',
    'O CPF ou CNPJ informado não confere. Corrija o número ou deixe o campo vazio.',
  ),
  ORDER_OFF: entry(
    409,
    'Pedido encerrado',
    'Este pedido foi cancelado ou devolvido e não recebe mais esta ação.',
  ),
  ORDER_PAYMENT_SETTLED: entry(
    409,
    'Pagamento já decidido',
    'O pagamento deste pedido já foi decidido. Para devolver o dinheiro, faça o estorno no site.',
  ),
  ORDER_INVOICE_EXISTS: entry(409, 'Nota já existe', 'Este pedido já tem nota fiscal.'),
} as const satisfies Record<string, Entry>
