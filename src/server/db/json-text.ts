/** Of what JSON may say, PostgreSQL's `jsonb` keeps neither the character zero nor half of a pair of surrogates. */
const UNSTORABLE = /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g

/** A value that others wrote, as JSON that a `jsonb` column takes: what it cannot keep becomes the replacement character. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(UNSTORABLE, (_found, backslash?: string) => backslash ?? '\\ufffd')
}
