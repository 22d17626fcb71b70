import { locale, type Messages, speak } from './messages.ts'

/**
 * The other languages: a file beside this one that is named by its tag in small letters (`en.ts`, `es-ar.ts`) and exports its
 * `messages`. Each is fetched only where it is spoken.
 */
const FILES = import.meta.glob<Messages>(['./[a-z][a-z].ts', './[a-z][a-z]-[a-z][a-z].ts', '!./pt-br.ts'], {
  import: 'messages',
})
const OTHERS = new Map(Object.entries(FILES).map(([file, load]) => [tagOf(file), load]))
const KEY = 'estoqueuni.language'

/** The languages that can be chosen, as tags, the company's first. */
export const LANGUAGES: readonly string[] = [locale, ...OTHERS.keys()]

/** A language in its own words: `português (Brasil)`. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
}

/** Speaks what this device was told to; the company's language where it was told nothing, or where the other one cannot be had. */
export async function speakChosenLanguage(): Promise<void> {
  const load = OTHERS.get(localStorage.getItem(KEY) ?? '')
  if (load === undefined) return
  try {
    speak(await load())
    document.documentElement.lang = locale
  } catch (error) {
    console.error(error)
  }
}

/** Chooses the language of this device. Everything is said anew, so the page begins anew. */
export function chooseLanguage(tag: string): void {
  localStorage.setItem(KEY, tag)
  location.reload()
}

function tagOf(file: string): string {
  const [tag = ''] = Intl.getCanonicalLocales(file.replace(/^.*\/|\.ts$/g, ''))
  return tag
}
