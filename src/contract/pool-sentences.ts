import type { ConfigCode } from '../domain/sync/pool-config-findings.ts'

/** What to say about each finding; `place` is what a person calls the deposit, branch or site. */
export const POOL_SENTENCES: Readonly<Record<ConfigCode, (place: string) => string>> = {
  PLACE_UNKNOWN: (place) => `${place} não existe ou não é desta empresa.`,
  DEPOSIT_WITHOUT_ACCOUNT: (place) => `${place} é de uma conta que não está mais conectada.`,
  ACCOUNT_UNKNOWN: (place) => `A conta de ${place} não está conectada.`,
  DEPOSIT_INACTIVE: (place) =>
    `${place} está inativo no Bling: não entra na sincronização até ser reativado.`,
  SOURCE_TWICE: (place) => `${place} aparece duas vezes entre os principais.`,
  TARGET_TWICE: (place) => `${place} já é gravado por este ou por outro estoque unificado.`,
  SOURCE_IS_TARGET: (place) =>
    `${place} não pode ser principal e compartilhado ao mesmo tempo: o que gravamos nele voltaria como estoque.`,
  BRANCH_IS_TARGET: (place) => `${place} é uma filial e só pode ser origem.`,
  SITE_IS_SOURCE: (place) => `${place} é um site e só pode ser destino.`,
  MIRROR_WITHOUT_ORIGIN: (place) => `${place} é espelho, mas falta dizer de qual depósito.`,
  MIRROR_OF_TARGET: (place) => `${place} não pode espelhar um depósito que nós mesmos gravamos.`,
  NEGATIVE_QUANTITY: (place) => `${place}: a quantidade não pode ser negativa.`,
  SHARE_OUT_OF_RANGE: (place) => `${place}: o percentual deve ficar entre 0 e 100.`,
  SHARES_ABOVE_WHOLE: () => 'Os percentuais somam mais de 100%: dá para vender mais do que existe.',
  SOURCE_OF_ANOTHER_POOL: (place) =>
    `${place} também alimenta outro estoque unificado: os dois podem vender a mesma unidade.`,
  NO_SOURCE: () => 'Não há depósito principal: o disponível será sempre zero.',
  NO_TARGET: () => 'Não há depósito compartilhado nem site: nada será gravado.',
}
