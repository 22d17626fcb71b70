import { type ChainedMovement, type LedgerRow, sealOf } from './batch/ledger-chain.ts'

/** One thing that is not as the ledger's own seals say it was. */
export type LedgerDifference = {
  readonly kind: string
  readonly seq: number | null
  readonly branch_id: string | null
  readonly product_id: string | null
  readonly expected: string | null
  readonly found: string | null
}

/** Checks rows as they come, in the order of seq. */
export type ChainCheck = {
  take(row: ChainedMovement): void
  /** The seal of the last row taken, and its seq. */
  end(): { readonly seq: number; readonly hash: string }
  /** What was found so far, judged together: a swap is seen only when both its rows are. */
  differences(): LedgerDifference[]
}

type Suspect = { readonly row: ChainedMovement; readonly previous: string; readonly seal: string }

/** Rows kept to be judged together; beyond them a ledger is ruined and more would tell nothing. */
const MAX_SUSPECTS = 200

/** A check that begins after the row `start.seq`, whose seal is `start.hash`. */
export function createChainCheck(start: { readonly seq: number; readonly hash: string }): ChainCheck {
  let { seq, hash } = start
  const missing: LedgerDifference[] = []
  const suspects: Suspect[] = []
  return {
    take(row) {
      if (row.seq !== seq + 1) missing.push(gap(seq + 1, row.seq))
      else {
        const seal = sealOf(hash, row)
        if (seal !== row.hash && suspects.length < MAX_SUSPECTS) suspects.push({ row, previous: hash, seal })
      }
      seq = row.seq
      hash = row.hash
    },
    end: () => ({ seq, hash }),
    differences: () =>
      [...missing, ...judge(suspects)].sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0)),
  }
}

function gap(first: number, found: number): LedgerDifference {
  return {
    kind: 'row_missing',
    seq: first,
    branch_id: null,
    product_id: null,
    expected: String(first),
    found: String(found),
  }
}

/** Tells who is guilty: the row after a changed seal, or after a swap, does not fit either, and has done nothing. */
function judge(suspects: readonly Suspect[]): LedgerDifference[] {
  const cleared = new Set<Suspect>()
  const found: LedgerDifference[] = []
  for (const [index, one] of suspects.entries()) {
    if (cleared.has(one)) continue
    const others = suspects.slice(index + 1).filter((other) => !cleared.has(other))
    const twin = others.find((other) => changedPlaces(one, other))
    if (twin !== undefined) {
      for (const innocent of [
        twin,
        follower(suspects, one, twin.row.hash),
        follower(suspects, twin, one.row.hash),
      ])
        if (innocent !== undefined) cleared.add(innocent)
      found.push(differenceAt('rows_swapped', one.row, `seq ${one.row.seq}`, `seq ${twin.row.seq}`))
      continue
    }
    const next = follower(suspects, one, one.seal)
    if (next !== undefined) cleared.add(next)
    found.push(
      differenceAt(next === undefined ? 'row_changed' : 'seal_changed', one.row, one.seal, one.row.hash),
    )
  }
  return found
}

/** Whether what stands at the second place, put at the first, gives the seal that either of them carries. */
function changedPlaces(one: Suspect, other: Suspect): boolean {
  const there: LedgerRow = { ...other.row, seq: one.row.seq }
  const seal = sealOf(one.previous, there)
  return seal === other.row.hash || seal === one.row.hash
}

/** The suspect right after another, when it fits on `hash` and was only misled by its neighbour. */
function follower(suspects: readonly Suspect[], one: Suspect, hash: string): Suspect | undefined {
  const next = suspects.find((other) => other.row.seq === one.row.seq + 1)
  return next !== undefined && sealOf(hash, next.row) === next.row.hash ? next : undefined
}

function differenceAt(kind: string, row: LedgerRow, expected: string, found: string): LedgerDifference {
  return { kind, seq: row.seq, branch_id: row.branch_id, product_id: row.product_id, expected, found }
}
