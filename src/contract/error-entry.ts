/** Facts that go with a refusal. */
export type Facts = Readonly<Record<string, unknown>>

/** A refusal: HTTP status, title, and the sentence that its facts complete. */
export type Entry = {
  readonly status: number
  readonly title: string
  readonly detail: (facts: Facts) => string
}

/** Makes an entry; `detail` may be a sentence as it stands. */
export function entry(status: number, title: string, detail: string | ((facts: Facts) => string)): Entry {
  return { status, title, detail: typeof detail === 'string' ? () => detail : detail }
}
