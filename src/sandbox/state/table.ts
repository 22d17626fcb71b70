/** A record's key inside its part; companies are parts, and what belongs to nobody lives in part `''`. */
export type Key = string | number

/** One replaced or removed (`null`) record: what the journal appends. */
export type Change = readonly [table: string, part: string, key: Key, row: unknown]

/**
 * Records by part and key. Rows are never changed in place: each `put` replaces one and announces it,
 * which is all that persistence needs.
 */
export class Table<Row> {
  readonly name: string
  readonly #announce: (change: Change) => void
  readonly #parts = new Map<string, Map<Key, Row>>()

  constructor(name: string, announce: (change: Change) => void) {
    this.name = name
    this.#announce = announce
  }

  /** All rows of one part, in order of insertion. */
  in(part: string): ReadonlyMap<Key, Row> {
    return this.#part(part)
  }

  /** One row, or `undefined`. */
  get(part: string, key: Key): Row | undefined {
    return this.#parts.get(part)?.get(key)
  }

  /** Inserts or replaces a row. */
  put(part: string, key: Key, row: Row): void {
    this.#part(part).set(key, row)
    this.#announce([this.name, part, key, row])
  }

  /** Removes a row; removing what is not there is nothing. */
  remove(part: string, key: Key): void {
    if (this.#part(part).delete(key)) this.#announce([this.name, part, key, null])
  }

  /** Applies a persisted change without announcing it again. The row was written by this same table. */
  load(part: string, key: Key, row: unknown): void {
    if (row === null) this.#part(part).delete(key)
    else this.#part(part).set(key, row as Row)
  }

  /** Every row as a change, for a snapshot. */
  *changes(): Generator<Change> {
    for (const [part, rows] of this.#parts) {
      for (const [key, row] of rows) yield [this.name, part, key, row]
    }
  }

  #part(part: string): Map<Key, Row> {
    const found = this.#parts.get(part)
    if (found) return found
    const made = new Map<Key, Row>()
    this.#parts.set(part, made)
    return made
  }
}
