import { ptBR } from './pt-br.ts'

/** Every sentence that a person reads, and how numbers and dates go with them: another language is one more file of this shape. */
export type Messages = typeof ptBR

/** The sentences in force. */
export const m: Messages = ptBR

/** How numbers and dates are written along with them. */
export const locale: string = m.locale
