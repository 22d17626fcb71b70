import { type Entry, entry } from './error-entry.ts'

/** The refusals of Bling accounts and of synchronisation. */
export const SYNC_ERRORS = {
  BLING_APP_TAKEN: entry(409, 'Aplicativo já cadastrado', 'Este client id do Bling já está cadastrado.'),
  BLING_APP_MISSING: entry(
    409,
    'Falta o aplicativo do Bling',
    'Cadastre antes o aplicativo registrado no Bling, ou diga em app_id qual usar.',
  ),
  BLING_STATE_INVALID: entry(
    400,
    'Autorização inválida',
    'Este retorno do Bling não vale: já foi usado, venceu ou não começou nesta sessão. Comece a conexão de novo.',
  ),
  BLING_DENIED: entry(
    400,
    'Autorização não concedida',
    (f) =>
      `O Bling não concedeu o acesso${typeof f['reason'] === 'string' ? `: ${f['reason']}` : ''}. Comece a conexão de novo quando quiser.`,
  ),
  BLING_COMPANY_CONNECTED: entry(
    409,
    'Empresa já conectada',
    (f) =>
      `Esta empresa do Bling já está conectada${typeof f['account_name'] === 'string' ? ` como ${f['account_name']}` : ''}. Para renovar o acesso, use Reconectar nessa conta.`,
  ),
  BLING_WRONG_COMPANY: entry(
    409,
    'Outra empresa autorizou',
    (f) =>
      `A autorização veio da empresa ${f['authorized_name'] ?? 'errada'}, mas esta conta é ${f['account_name'] ?? 'de outra empresa'}. Entre no Bling com a empresa certa e tente de novo.`,
  ),
  BLING_REAUTHORIZE: entry(
    409,
    'Conta do Bling sem acesso',
    'O acesso a esta conta do Bling foi perdido. Reconecte a conta para continuar.',
  ),
  BLING_REFUSED: entry(422, 'O Bling recusou', (f) => `O Bling recusou: ${f['reason'] ?? 'sem explicação'}`),
  BLING_SCOPE_MISSING: entry(
    409,
    'Falta permissão no Bling',
    (f) =>
      `O aplicativo não tem no Bling a permissão ${typeof f['scope'] === 'string' ? `“${f['scope']}”` : 'para isto'}. Inclua o escopo no cadastro do aplicativo e reconecte a conta.`,
  ),
  BLING_BUSY: entry(
    503,
    'Limite de chamadas do Bling',
    'O limite de chamadas desta conta no Bling foi atingido. O que falta continua quando o limite voltar.',
  ),
  BLING_UNAVAILABLE: entry(
    503,
    'Bling fora do ar',
    'O Bling não respondeu. Nada se perdeu do nosso lado; tente de novo em instantes.',
  ),
  BLING_UNCLEAR: entry(
    503,
    'Resposta do Bling incerta',
    'O Bling não confirmou se fez o que foi pedido. Confira no Bling antes de repetir.',
  ),

  PLAN_NOT_OPEN: entry(
    409,
    'Plano já encerrado',
    'Este plano já foi aplicado, substituído ou ainda não terminou. Faça um plano novo.',
  ),
  RUN_NOT_SWITCHABLE: entry(
    409,
    'Execução em outro estado',
    'Só se cancela uma sincronização em andamento, e só se retoma uma cancelada.',
  ),
  POOL_REFUSED: entry(
    422,
    'Configuração recusada',
    (f) => `${f['reason'] ?? 'Esta configuração não pode ser salva.'}`,
  ),
  LINK_TAKEN: entry(
    409,
    'Produto do Bling já vinculado',
    (f) => `Este produto do Bling já está vinculado ao SKU ${f['sku'] ?? ''}. Desfaça esse vínculo antes.`,
  ),
  LINK_STANDS: entry(
    409,
    'Produtos já vinculados',
    (f) =>
      `O SKU ${f['sku'] ?? ''} está vinculado a este produto do Bling. Desfaça o vínculo antes de recusar.`,
  ),
  NAME_NOT_CONFIRMED: entry(
    422,
    'Confirmação não confere',
    (f) => `Para confirmar, repita o nome exatamente: ${f['name'] ?? ''}.`,
  ),
  BRANCH_FOLLOWS_BLING: entry(
    409,
    'Filial acompanha o Bling',
    'Esta filial acompanha um depósito do Bling e só muda com ele. Movimente no Bling ou em uma filial sua.',
  ),
  INVALID_SIGNATURE: entry(401, 'Assinatura inválida', 'A assinatura do evento não confere.'),
} as const satisfies Record<string, Entry>
