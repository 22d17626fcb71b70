import { invalidValue, type Refusal } from './refusal.ts'

/** Why stock was lost. */
export const LOSS_REASONS = ['Roubo', 'Extravio', 'Vencido', 'Outro'] as const
/** Why doses were lost: the above, or what becomes of an open bottle. */
export const DOSE_LOSS_REASONS = ['Sobra de garrafa', 'Evaporação', 'Derramado', ...LOSS_REASONS] as const
/** Why something broke. */
export const BREAKAGE_REASONS = ['Queda', 'Manuseio incorreto', 'Transporte', 'Outro'] as const
/** Why a level is adjusted. */
export const ADJUSTMENT_REASONS = [
  'Contagem de inventário',
  'Correção de erro',
  'Transferência',
  'Outro',
] as const
/** Why a level is adjusted by whole boxes. */
export const BOX_ADJUSTMENT_REASONS = ['Entrada de caixas', 'Saída de caixas', ...ADJUSTMENT_REASONS] as const
/** What a sale's row gives as its reason, by what was sold. */
export const SALE_REASONS = {
  unit: 'venda unitária',
  box: 'venda de caixa',
  dose: 'venda por dose',
  muntu: 'venda Muntu',
} as const

/** What the rows of other operations give as their reason; no person is asked for one. */
export const OPERATION_REASONS = {
  purchase: 'Compra recebida',
  box_opening: 'Abertura manual de caixa',
  count: 'Contagem de inventário',
  transfer: 'Transferência',
  box_regroup: 'Caixa aberta com mais unidades que uma caixa',
  box_config: 'Embalagem do produto alterada',
} as const

/** Refuses a reason that is missing or not one of `allowed` (null allows any), and "Outro" that nothing explains. */
export function checkReason(
  reason: string,
  notes: string | null,
  allowed: readonly string[] | null,
): Refusal | null {
  if (allowed === null && reason.trim() === '') return invalidValue('reason', 'informe o motivo')
  if (allowed !== null && !allowed.includes(reason)) {
    return invalidValue('reason', `deve ser um destes: ${allowed.join(', ')}`)
  }
  if (reason === 'Outro' && (notes === null || notes.trim() === '')) {
    return invalidValue('notes', 'com o motivo "Outro", descreva nas observações')
  }
  return null
}
