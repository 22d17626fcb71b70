/** Everything a restart needs to continue the same sequences. */
export interface RandomState {
  readonly seed: string
  readonly streams: Readonly<Record<string, number>>
  readonly last_id: number
}

const FIRST_ID = 16_000_000_000

/**
 * Deterministic randomness in named streams, so that drawing for a fault never shifts the next id.
 * The generator is mulberry32: small, fast and the same on every machine. It guards no secret.
 */
export class Random {
  #seed: string
  #streams = new Map<string, number>()
  #lastId: number

  constructor(seed: string) {
    this.#seed = seed
    this.#lastId = FIRST_ID + (hash(seed) % 900_000_000)
  }

  /** A number in [0, 1). */
  next(stream: string): number {
    const state = ((this.#streams.get(stream) ?? hash(`${this.#seed}/${stream}`)) + 0x6d2b79f5) | 0
    this.#streams.set(stream, state)
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `min` to `max`, both included. */
  int(stream: string, range: { readonly min: number; readonly max: number }): number {
    return range.min + Math.floor(this.next(stream) * (range.max - range.min + 1))
  }

  /** `length` hexadecimal digits. */
  hex(stream: string, length: number): string {
    let text = ''
    while (text.length < length) {
      text += Math.floor(this.next(stream) * 4_294_967_296)
        .toString(16)
        .padStart(8, '0')
    }
    return text.slice(0, length)
  }

  /** The next record id: 11 digits with gaps, shared by all companies, as Bling's are. */
  nextId(): number {
    this.#lastId += 1 + this.int('ids', { min: 0, max: 8 })
    return this.#lastId
  }

  /** An identifier shaped as a UUIDv7 of the instant `atMs`. */
  uuid7(atMs: number): string {
    const time = atMs.toString(16).padStart(12, '0')
    const tail = this.hex('uuid', 19)
    const variant = (8 + Math.floor(this.next('uuid') * 4)).toString(16)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(3, 6)}-${tail.slice(6, 18)}`
  }

  /** Starts all sequences anew from `seed`; ids go on from where they are when that is further. */
  reseed(seed: string): void {
    this.#seed = seed
    this.#streams.clear()
    this.#lastId = Math.max(this.#lastId, FIRST_ID + (hash(seed) % 900_000_000))
  }

  /** The state to persist. */
  dump(): RandomState {
    return { seed: this.#seed, streams: Object.fromEntries(this.#streams), last_id: this.#lastId }
  }

  /** Takes up a persisted state. */
  load(state: RandomState): void {
    this.#seed = state.seed
    this.#streams = new Map(Object.entries(state.streams))
    this.#lastId = state.last_id
  }
}

/** FNV-1a, 32 bits: spreads a seed text over the generator's state. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}
