import { messages as ptBR } from './pt-br.ts'

/** Every sentence that a person reads, and how numbers and dates go with them: another language is one more file of this shape. */
export type Messages = typeof ptBR

/** The sentences in force. They are read when they are said and never kept: another language takes their place before the first screen. */
export let m: Messages = ptBR

/** How numbers and dates are written along with them. */
export let locale: string = ptBR.locale

/** Puts the sentences of a language in force. */
export function speak(messages: Messages): void {
  m = messages
  locale = messages.locale
}
