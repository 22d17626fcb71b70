import type { SaleLine } from '../../domain/stock/sale.ts'

/** A sale that somebody began in a branch and has not finished, as this device keeps it. */
export type KeptCart = {
  /** Whose it is: nobody else sees it. */
  readonly owner: string
  readonly branch_id: string
  readonly branch_name: string
  readonly lines: readonly SaleLine[]
}

const KEY = 'estoqueuni.carts'
const NOTHING: readonly KeptCart[] = []
const listeners = new Set<() => void>()
/** What was read last and from which text: the same text gives the same lines. */
let read = { text: null as string | null, carts: NOTHING }

/** Every sale that was begun and not finished on this device; the same value until one changes. */
export function keptCarts(): readonly KeptCart[] {
  const text = localStorage.getItem(KEY)
  // Written by `keepCart` alone.
  if (text !== read.text) read = { text, carts: text === null ? NOTHING : (JSON.parse(text) as KeptCart[]) }
  return read.carts
}

/** Keeps the sale that `cart.owner` has begun in a branch; without lines there is none any more. */
export function keepCart(cart: KeptCart): void {
  const others = keptCarts().filter(
    ({ owner, branch_id }) => owner !== cart.owner || branch_id !== cart.branch_id,
  )
  const carts = cart.lines.length === 0 ? others : [...others, cart]
  if (carts.length === 0) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, JSON.stringify(carts))
  for (const listener of listeners) listener()
}

/** Tells of every change, in this window or another one: no two windows go on with the same sale unawares. */
export function onKeptCarts(listener: () => void): () => void {
  const elsewhere = ({ key }: StorageEvent) => (key === KEY || key === null) && listener()
  listeners.add(listener)
  addEventListener('storage', elsewhere)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', elsewhere)
  }
}
