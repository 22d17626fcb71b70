/**
 * Makes a thing when it is first asked for, once. Formatters of dates and numbers are dear to make, on an old phone a tenth of a second
 * for all of them, and the first screen needs few.
 */
export function lazily<Thing extends object>(make: () => Thing): () => Thing {
  let made: Thing | undefined
  return () => {
    made ??= make()
    return made
  }
}
