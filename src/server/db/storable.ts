/** Text as the database can hold it: without the characters that it refuses. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}
