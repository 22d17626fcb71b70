import { type Entry, entry, type Facts } from './error-entry.ts'

const saying = (facts: Facts) => (typeof facts['reason'] === 'string' ? ` (${facts['reason']})` : '')

/** The refusals of sales sites. */
export const SITE_ERRORS = {
  SITE_ADDRESS_TAKEN: entry(409, 'Site já cadastrado', 'Já existe um site cadastrado com este endereço.'),
  SITE_UNREACHABLE: entry(
    422,
    'Site não respondeu',
    (f) =>
      `O site não respondeu neste endereço como uma loja${saying(f)}. Confira o endereço e se a API da loja está ligada.`,
  ),
  SITE_CREDENTIALS_REFUSED: entry(
    422,
    'Chaves recusadas pelo site',
    (f) =>
      `O site recusou as chaves${saying(f)}. Gere chaves com permissão de leitura e escrita e confira se o endereço é igual ao da loja.`,
  ),
  SITE_REFUSED: entry(422, 'O site recusou', (f) => `O site recusou o pedido${saying(f)}.`),
  SITE_KIND: entry(
    422,
    'Não se aplica a este tipo de site',
    'Isto não existe para este tipo de site: as chaves de uma loja WooCommerce são as da loja, e um site próprio recebe a sua em "chave da API".',
  ),
  SITE_LINK_TAKEN: entry(
    409,
    'Produto do site já vinculado',
    (f) => `Este produto do site já está vinculado ao SKU ${f['sku'] ?? ''}. Desfaça esse vínculo antes.`,
  ),
  SITE_PRODUCT_UNKNOWN: entry(
    422,
    'Produto não está à venda',
    (f) => `O produto ${f['sku'] ?? ''} não está à venda neste site. Leia os produtos de novo.`,
  ),
  SITE_RUN_OPEN: entry(
    409,
    'Já há uma gravação em andamento',
    'Os produtos deste site já estão sendo gravados. Espere terminar, ou interrompa.',
  ),
  SITE_PLAN_EMPTY: entry(
    409,
    'Nada a gravar',
    'Não há mais nenhuma diferença entre as escolhidas. Abra a comparação de novo.',
  ),
  ORDER_STATUS_REFUSED: entry(
    409,
    'Mudança não permitida',
    (f) => `Um pedido que está em "${f['status'] ?? ''}" não passa a "${f['wanted'] ?? ''}".`,
  ),
} as const satisfies Record<string, Entry>
