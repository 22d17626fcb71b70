/** The kinds of things that a person has to look at. */
export const ALERT_KINDS = [
  'oversold',
  'external_drift',
  'reauthorize',
  'webhook_silent',
  'budget',
  'approval_waiting',
  'unclear_draw',
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

type Facts = Readonly<Record<string, unknown>>

const SENTENCES: Readonly<Record<AlertKind, (facts: Facts) => string>> = {
  oversold: ({ sku, oversold }) => `${sku}: vendido a descoberto: ${number(oversold)}`,
  external_drift: ({ sku, from, to }) =>
    `${sku}: divergência externa: o saldo foi alterado de ${number(from)} para ${number(to)} fora do EstoqueUni`,
  reauthorize: ({ account }) => `${account}: o acesso ao Bling foi perdido; conecte a conta de novo`,
  webhook_silent: ({ account }) => `${account}: webhook possivelmente desligado no Bling`,
  budget: ({ account, stopped_until }) =>
    stopped_until === undefined
      ? `${account}: quase todas as chamadas do dia ao Bling foram usadas; as verificações periódicas esperam até amanhã`
      : `${account}: o Bling não aceita mais chamadas hoje; a conta para até amanhã`,
  approval_waiting: ({ pool, lines }) => `${pool}: um plano com ${number(lines)} alterações espera aprovação`,
  unclear_draw: ({ sku }) =>
    `${sku}: não se sabe se uma baixa no depósito principal aconteceu; confira e responda`,
}

/** An alert in a sentence that can be shown as it is. */
export function alertSentence(kind: AlertKind, facts: Facts): string {
  return SENTENCES[kind](facts)
}

function number(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('pt-BR') : String(value)
}
