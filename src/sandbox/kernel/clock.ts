/** What the clock needs to go on after a restart. `manual_at` is read only in manual mode. */
export interface ClockState {
  readonly mode: 'real' | 'manual'
  readonly offset_ms: number
  readonly manual_at: number
}

/** The sandbox's only source of time: real time plus an offset, or a hand that moves only when told. */
export class SandboxClock {
  readonly #base: () => number
  #state: ClockState

  constructor(base: () => number, state?: ClockState) {
    this.#base = base
    this.#state = state ?? { mode: 'real', offset_ms: 0, manual_at: base() }
  }

  /** Milliseconds since the epoch, whole. */
  now(): number {
    return this.#state.mode === 'manual' ? this.#state.manual_at : this.#base() + this.#state.offset_ms
  }

  get mode(): 'real' | 'manual' {
    return this.#state.mode
  }

  /** Moves forward; time never goes back, because ids and windows would break. */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError('advance_ms must be zero or more')
    const state = this.#state
    this.#state =
      state.mode === 'manual'
        ? { ...state, manual_at: state.manual_at + Math.round(ms) }
        : { ...state, offset_ms: state.offset_ms + Math.round(ms) }
  }

  /** Changes who moves the clock. Without `at` the present instant is kept, so nothing jumps. */
  setMode(mode: 'real' | 'manual', at: number = this.now()): void {
    this.#state = { mode, offset_ms: at - this.#base(), manual_at: at }
  }

  /** The state to persist. */
  dump(): ClockState {
    return this.#state
  }

  /** Takes up a persisted state. */
  load(state: ClockState): void {
    this.#state = state
  }
}
