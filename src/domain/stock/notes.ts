import type { MovementType } from './movement.ts'

/** How each kind of movement is called on screen and in automatic notes. */
export const MOVEMENT_LABELS: Readonly<Record<MovementType, string>> = {
  sale: 'Venda',
  sale_muntu: 'Venda Muntu',
  purchase: 'Compra',
  box_opening: 'Abertura de Caixa',
  loss: 'Perda',
  breakage: 'Quebra',
  adjustment: 'Ajuste',
  return: 'Devolução',
  count: 'Contagem',
  transfer_out: 'Transferência',
  transfer_in: 'Transferência',
  box_regroup: 'Reagrupamento',
  box_config: 'Configuração de Caixa',
  courtesy: 'Cortesia',
  bling_sync: 'Ajuste Bling',
}

/** Joins what there is to say into one note, or null when there is nothing. */
export function joinNotes(...notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null && note.trim() !== '')
  return said.length === 0 ? null : said.join(' · ')
}

/** What was opened without anybody opening it, followed by the person's own note. */
export function openingNotes(
  movementType: MovementType,
  opened: { readonly boxes_opened: number; readonly bottles_opened: number },
  notes: string | null,
): string | null {
  const label = MOVEMENT_LABELS[movementType]
  return joinNotes(
    opened.boxes_opened > 0 ? `${openedText(opened.boxes_opened, 'caixa')} (${label})` : null,
    opened.bottles_opened > 0 ? `${openedText(opened.bottles_opened, 'garrafa')} (${label})` : null,
    notes,
  )
}

function openedText(count: number, noun: 'caixa' | 'garrafa'): string {
  return count === 1 ? `1 ${noun} aberta automaticamente` : `${count} ${noun}s abertas automaticamente`
}
