import { ptBR } from './pt-br.ts'

/** Every sentence that a person reads; another language is another file of this shape. */
export type Messages = typeof ptBR

/** The sentences in force. */
export const m: Messages = ptBR

/** How numbers and dates are written along with them. */
export const locale = 'pt-BR'
