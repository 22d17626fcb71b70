import type { Refusal } from './refusal.ts'

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
/** Why something was given away. */
export const COURTESY_REASONS = ['Cortesia', 'Consumo próprio', 'Outro'] as const

/** Reasons of rows that no person gives a reason for. */
export const SALE_REASONS = {
  unit: 'venda unitária',
  box: 'venda de caixa',
  dose: 'venda por dose',
  muntu: 'venda Muntu',
} as const

/** Refuses a reason that is not one of `allowed`, and "Outro" that nothing explains. */
export function checkReason(
  reason: string | null,
  notes: string | null,
  allowed: readonly string[],
): Refusal | null {
  if (reason === null || !allowed.includes(reason)) return { ok: false, code: 'REASON_REQUIRED', allowed }
  if (reason === 'Outro' && (notes === null || notes.trim() === '')) {
    return { ok: false, code: 'NOTES_REQUIRED', reason }
  }
  return null
}
