import { type Entry, entry, type Facts } from './error-entry.ts'
import { OPERATION_KINDS } from './offline.ts'
import { ORDER_ERRORS } from './order-errors.ts'
import { SITE_ERRORS } from './site-errors.ts'
import { SYNC_ERRORS } from './sync-errors.ts'

const named = (facts: Facts) =>
  typeof facts['product_name'] === 'string' ? ` de ${facts['product_name']}` : ''

const numbered = (facts: Facts) => (typeof facts['number'] === 'number' ? ` nº ${facts['number']}` : '')

/** What a device's operations are called, in the order in which a sentence names them. */
const OPERATION_NAMES: Readonly<Record<(typeof OPERATION_KINDS)[number], string>> = {
  sale: 'venda',
  sale_cancel: 'cancelamento',
  loss: 'perda',
  breakage: 'quebra',
  courtesy: 'cortesia',
  adjustment: 'ajuste',
  box_opening: 'abertura de caixa',
  count: 'contagem',
  purchase_receive: 'recebimento',
  transfer: 'transferência',
}

function kindsOf(facts: Facts): string {
  const kinds = Array.isArray(facts['kinds']) ? facts['kinds'] : []
  return OPERATION_KINDS.filter((kind) => kinds.includes(kind))
    .map((kind) => OPERATION_NAMES[kind])
    .join(', ')
}

/**
 * Every refusal the API can give: HTTP status, title, and a sentence fit to show to a person. Codes never change meaning.
 */
export const ERRORS = {
  MALFORMED_REQUEST: entry(
    400,
    'Pedido malformado',
    'O pedido não pôde ser lido. Confira o formato JSON e tente de novo.',
  ),
  BODY_TOO_LARGE: entry(
    413,
    'Pedido grande demais',
    'O conteúdo enviado passa do tamanho permitido. Divida em partes menores.',
  ),
  UNSUPPORTED_MEDIA: entry(415, 'Formato não aceito', 'Envie o conteúdo como application/json.'),
  INVALID_VALUES: entry(
    422,
    'Valores inválidos',
    'Há campos com valores que não podem ser aceitos. Veja cada campo em "fields".',
  ),
  UNAUTHENTICATED: entry(401, 'Entre para continuar', 'Sua sessão não existe ou terminou. Entre de novo.'),
  INVALID_CREDENTIALS: entry(
    401,
    'E-mail ou senha incorretos',
    'O e-mail ou a senha não conferem. Confira e tente de novo.',
  ),
  FORBIDDEN: entry(
    403,
    'Sem permissão',
    'Seu perfil não permite esta ação. Peça a quem administra a empresa.',
  ),
  BRANCH_FORBIDDEN: entry(
    403,
    'Filial fora do seu acesso',
    'Seu perfil não alcança esta filial. Peça a quem administra a empresa.',
  ),
  NOT_FOUND: entry(404, 'Não encontrado', 'O que você procura não existe ou foi removido.'),
  CROSS_ORIGIN: entry(
    403,
    'Origem não aceita',
    'Este pedido veio de outro site. Abra o EstoqueUni pelo endereço dele e tente de novo.',
  ),
  METHOD_NOT_ALLOWED: entry(405, 'Operação não existe', 'Este endereço não aceita esta operação.'),
  TOO_MANY_REQUESTS: entry(
    429,
    'Muitas tentativas',
    (f) => `Muitas tentativas seguidas. Espere ${f['retry_after_seconds'] ?? 60} segundos e tente de novo.`,
  ),
  OVERLOADED: entry(
    503,
    'Sistema ocupado',
    'Há operações demais esperando. Tente de novo em instantes; nada foi perdido.',
  ),
  INTERNAL: entry(
    500,
    'Algo deu errado',
    'Algo deu errado do nosso lado e foi registrado. Tente de novo; repetir com a mesma chave é seguro.',
  ),

  IDEMPOTENCY_KEY_REQUIRED: entry(
    400,
    'Falta a chave da operação',
    'Envie o cabeçalho Idempotency-Key (1 a 200 caracteres) para que repetir seja seguro.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    409,
    'Chave já usada',
    'Esta Idempotency-Key já foi usada com outro conteúdo. Gere uma chave nova para uma operação nova.',
  ),

  SETUP_DONE: entry(409, 'Já configurado', 'A empresa já foi criada. Entre com seu e-mail e senha.'),
  SETUP_CODE_REQUIRED: entry(
    403,
    'Código de instalação necessário',
    'O primeiro acesso só pode ser feito nesta máquina ou com o código mostrado ao iniciar.',
  ),
  EMAIL_TAKEN: entry(409, 'E-mail já usado', 'Já existe uma pessoa com este e-mail.'),
  LAST_OWNER: entry(
    409,
    'Última pessoa proprietária',
    'A empresa precisa de ao menos uma pessoa proprietária ativa.',
  ),
  INVITATION_INVALID: entry(
    409,
    'Convite inválido',
    'Este convite já foi usado, foi cancelado ou venceu. Peça um novo.',
  ),

  SKU_TAKEN: entry(409, 'SKU já usado', (f) => `Já existe um produto com o SKU ${f['sku'] ?? ''}.`),
  NAME_TAKEN: entry(409, 'Nome já usado', (f) => `Já existe um cadastro com o nome ${f['name'] ?? ''}.`),
  PRODUCT_ARCHIVED: entry(
    409,
    'Produto arquivado',
    (f) => `O produto${named(f)} está arquivado. Reative-o para movimentar.`,
  ),
  PRODUCT_HAS_STOCK: entry(
    409,
    'Produto com estoque',
    (f) => `Ainda há estoque${named(f)}. Zere por venda, perda ou contagem antes de arquivar.`,
  ),
  OPERATIONS_WAITING: entry(
    409,
    'Operações de aparelhos esperando',
    (f) =>
      `${f['waiting'] === 1 ? 'Espera 1 operação' : `Esperam ${f['waiting']} operações`}${named(f)} feita${f['waiting'] === 1 ? '' : 's'} sem internet, na embalagem de agora (${kindsOf(f)}). Aplique ou descarte em Divergências e mude a embalagem depois.`,
  ),
  BRANCH_INACTIVE: entry(409, 'Filial inativa', 'Esta filial está inativa e não recebe movimentações.'),
  MUNTU_WITHOUT_SAVING: entry(
    422,
    'Muntu mais caro que as unidades',
    'O preço do pack passa do preço das unidades. Envie confirm_no_saving=true para aceitar assim.',
  ),
  MUNTU_BELOW_MARGIN: entry(
    422,
    'Muntu abaixo da margem mínima',
    (f) => `O preço do pack fica abaixo da margem mínima de ${f['min_margin_percent'] ?? ''}%.`,
  ),

  INSUFFICIENT_STOCK: entry(
    409,
    'Estoque insuficiente',
    (f) =>
      `Estoque insuficiente${named(f)}. Disponível: ${f['available']}, Necessário: ${f['required']}.${typeof f['complete_packs'] === 'number' && f['complete_packs'] > 0 ? ` Dá para vender ${f['complete_packs']} pack(s) completo(s).` : ''}`,
  ),
  NO_SEALED_BOX: entry(
    409,
    'Sem caixa lacrada',
    (f) =>
      `Sem caixa lacrada suficiente${named(f)}: há ${f['available']} e são necessárias ${f['required']}. Venda como unidades avulsas.`,
  ),
  NO_SEALED_BOTTLE: entry(
    409,
    'Sem garrafa fechada',
    (f) =>
      `Faltam garrafas fechadas${named(f)}: há ${f['available']} e são necessárias ${f['required']}; restam ${f['doses_available'] ?? 0} doses da garrafa aberta.`,
  ),
  BOX_ALREADY_OPEN: entry(
    409,
    'Já há caixa aberta',
    (f) => `Já há caixa aberta${named(f)} (${f['open_box_units']} de ${f['units_per_box']}).`,
  ),
  BOX_NOT_TRACKED: entry(
    422,
    'Produto sem controle de caixa',
    (f) => `O produto${named(f)} não controla caixas. Informe unidades ou ative o controle de caixa.`,
  ),
  DOSE_NOT_ENABLED: entry(
    422,
    'Produto não vendido em doses',
    (f) => `O produto${named(f)} não é vendido em doses. Ative doses no cadastro.`,
  ),
  MUNTU_NOT_CONFIGURED: entry(
    422,
    'Produto sem Muntu',
    (f) => `O produto${named(f)} não tem pack Muntu configurado.`,
  ),
  OPEN_BOTTLE_NOT_EMPTY: entry(
    409,
    'Há garrafa aberta',
    (f) =>
      `Há ${f['open_bottle_doses']} doses na garrafa aberta${named(f)}. Conte ou dê baixa antes de mudar as doses.`,
  ),
  STOCK_IS_NEGATIVE: entry(
    409,
    'Estoque divergente',
    (f) => `O estoque${named(f)} está negativo. Faça uma contagem antes.`,
  ),
  COUNT_OUT_OF_RANGE: entry(
    422,
    'Contagem fora do possível',
    (f) => `Os valores contados${named(f)} não cabem na embalagem do produto.`,
  ),
  SAME_BRANCH: entry(422, 'Mesma filial', 'Origem e destino da transferência são a mesma filial.'),
  QUANTITY_TOO_LARGE: entry(
    422,
    'Quantidade grande demais',
    (f) => `A quantidade${named(f)} passa do limite que o estoque pode guardar.`,
  ),
  SALE_ALREADY_CANCELLED: entry(409, 'Venda já cancelada', 'Esta venda já foi cancelada.'),
  PURCHASE_ALREADY_RECEIVED: entry(
    409,
    'Compra já recebida',
    (f) =>
      `A compra${numbered(f)} já foi recebida e não dá mais para cancelar. O que voltou ao fornecedor sai do estoque por um ajuste.`,
  ),
  PURCHASE_CANCELLED: entry(
    409,
    'Compra cancelada',
    (f) =>
      `A compra${numbered(f)} foi cancelada e não entra mais no estoque. Se a mercadoria chegou, registre uma compra nova.`,
  ),
  NOTHING_TO_DO: entry(422, 'Nada a fazer', 'A operação não muda nada: informe ao menos uma quantidade.'),
  ...SYNC_ERRORS,
  ...SITE_ERRORS,
  ...ORDER_ERRORS,
} as const satisfies Record<string, Entry>

/** The stable name of a refusal. */
export type ErrorCode = keyof typeof ERRORS

/** Builds the RFC 9457 body of a refusal; facts come after the standard members and cannot replace them. */
export function problemOf(code: ErrorCode, facts: Facts = {}): Problem {
  const { status, title, detail } = ERRORS[code]
  return {
    ...facts,
    type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail: detail(facts),
    code,
  }
}

/** RFC 9457 problem details with a stable `code`, and the facts of the refusal beside. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly [fact: string]: unknown
}
