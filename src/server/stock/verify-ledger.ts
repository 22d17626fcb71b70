import type { Database, Tx } from '../db/database.ts'
import { GENESIS_HASH } from './batch/ledger-chain.ts'
import { readSnapshot } from './read-snapshot.queries.ts'
import { type ChainCheck, createChainCheck, type LedgerDifference } from './verify-ledger-chain.ts'
import { saveVerifiedPoint, verifiedPoint } from './verify-ledger-point.store.ts'
import { createReplay, type Replay } from './verify-ledger-replay.ts'
import { lastRowsBefore, ledgerRowsAfter } from './verify-ledger-rows.queries.ts'
import { ledgerEnd, wrongLevels } from './verify-ledger-shadow.queries.ts'
import { shadowDifferences } from './verify-ledger-shadow.ts'

/** What a verification proved. `from_seq` 0 is everything; else rows up to there were proven before and are not read again. */
export type LedgerVerification = {
  readonly ok: boolean
  readonly from_seq: number
  readonly verified_up_to_seq: number
  readonly root_hash: string
  readonly movements: number
  readonly differences: readonly LedgerDifference[]
}

/** What to verify: everything, what came since the last proof, or whichever answers within seconds. */
export type VerificationScope = 'full' | 'incremental' | 'auto'

const ROWS_A_CHUNK = 5_000
const MAX_DIFFERENCES = 100
/** A ledger up to this long is always read whole: it takes a few seconds. */
const SHORT_LEDGER = 100_000

type Check = { readonly chain: ChainCheck; readonly replay: Replay; readonly from: number }

/**
 * Proves a company's ledger: every seal, no place missing, every row on top of the one before, every level, lot and daily sum as
 * the rows say. Reads in small transactions, so that sales go on; only the end is compared in one snapshot. What was proven is
 * remembered, and held against the ledger the next time.
 */
export async function verifyLedger(
  database: Database,
  tenantId: string,
  options: {
    readonly scope: VerificationScope
    readonly now: Date
    /** Told how far it has read, chunk by chunk. */
    readonly onProgress?: (seq: number) => void
  },
): Promise<LedgerVerification> {
  const { start, anchor } = await beginning(database, tenantId, options.scope)
  const check: Check = {
    chain: createChainCheck(start),
    replay: createReplay(MAX_DIFFERENCES),
    from: start.seq,
  }
  while (await database.tenant(tenantId, (tx) => readChunk(tx, check))) {
    options.onProgress?.(check.chain.end().seq)
  }
  const result = await readSnapshot(database, { tenant_id: tenantId }, (tx) => conclude(tx, check, anchor))
  if (result.ok) {
    const point = { seq: result.verified_up_to_seq, hash: result.root_hash }
    await database.tenant(tenantId, (tx) =>
      saveVerifiedPoint(tx, point, { at: options.now, isFull: start.seq === 0 }),
    )
  }
  return result
}

async function beginning(
  database: Database,
  tenantId: string,
  scope: VerificationScope,
): Promise<{ start: { seq: number; hash: string }; anchor: LedgerDifference[] }> {
  return readSnapshot(database, { tenant_id: tenantId }, async (tx) => {
    const point = await verifiedPoint(tx)
    const end = await ledgerEnd(tx)
    const isFull = scope === 'full' || (scope === 'auto' && end.seq <= SHORT_LEDGER)
    const start = isFull || point === null ? { seq: 0, hash: GENESIS_HASH } : point
    return { start, anchor: anchorDifferences(point) }
  })
}

/** What was proven once must still stand: a ledger cut short or sealed anew is caught here. */
function anchorDifferences(point: Awaited<ReturnType<typeof verifiedPoint>>): LedgerDifference[] {
  if (point === null || point.seq === 0 || point.hash_now === point.hash) return []
  const kind = point.hash_now === null ? 'row_missing' : 'proof_changed'
  const { seq, hash, hash_now } = point
  return [{ kind, seq, branch_id: null, product_id: null, expected: hash, found: hash_now }]
}

/** Takes the next rows; whether there may be more. */
async function readChunk(tx: Tx, check: Check): Promise<boolean> {
  const { seq } = check.chain.end()
  const rows = await ledgerRowsAfter(tx, seq, ROWS_A_CHUNK)
  if (check.from > 0) await beginLevels(tx, check, rows)
  for (const row of rows) {
    check.chain.take(row)
    check.replay.take(row)
  }
  return rows.length === ROWS_A_CHUNK
}

async function beginLevels(
  tx: Tx,
  { replay, from }: Check,
  rows: Awaited<ReturnType<typeof ledgerRowsAfter>>,
): Promise<void> {
  const unseen = replay.unseen(rows)
  if (unseen.length === 0) return
  for (const key of unseen) replay.begin(key, null)
  for (const row of await lastRowsBefore(tx, unseen, from)) replay.begin(row, row)
}

async function conclude(
  tx: Tx,
  check: Check,
  anchor: readonly LedgerDifference[],
): Promise<LedgerVerification> {
  while (await readChunk(tx, check)) {
    // What was written meanwhile.
  }
  const end = check.chain.end()
  const chain = [...check.chain.differences(), ...endDifferences(end, await ledgerEnd(tx))]
  const shadow = [
    ...(await wrongLevels(tx, MAX_DIFFERENCES)),
    ...(check.from === 0 ? await shadowDifferences(tx, check.replay.items) : []),
  ]
  const differences = [...anchor, ...chain, ...check.replay.differences]
    .sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0))
    .concat(shadow)
  const firstWrong = Math.min(...differences.map((one) => one.seq ?? Number.POSITIVE_INFINITY))
  return {
    ok: differences.length === 0,
    from_seq: check.from,
    verified_up_to_seq: Math.min(end.seq, Math.max(0, firstWrong - 1)),
    root_hash: end.hash,
    movements: end.seq - check.from,
    differences: differences.slice(0, MAX_DIFFERENCES),
  }
}

function endDifferences(
  read: { seq: number; hash: string },
  said: { seq: number; hash: string },
): LedgerDifference[] {
  if (read.seq === said.seq && read.hash === said.hash) return []
  const nothing = { branch_id: null, product_id: null }
  if (read.seq < said.seq) {
    const seq = read.seq + 1
    return [{ kind: 'row_missing', seq, ...nothing, expected: String(said.seq), found: String(read.seq) }]
  }
  return [{ kind: 'ledger_end', seq: said.seq + 1, ...nothing, expected: said.hash, found: read.hash }]
}
