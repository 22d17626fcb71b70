import { problemOf } from '../../../contract/errors.ts'
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../../contract/permissions.ts'
import type { Database, SendingTx } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import { type Placed, placeAll } from './assign.ts'
import { createLevels, type LiveCredential, type LoadedBatch, loadBatch } from './batch.store.ts'
import { absorb, type BatchState } from './batch-state.ts'
import type { Accepted, Answer, LevelKey, Refused, StockCommand } from './command.ts'
import { writeBatch } from './write-batch.store.ts'

/** What one command of a batch comes to: an answer to send, or a refusal that is not remembered. */
export type Result = Answer | AppError

/** An answer to remember: filled in when the ledger has given numbers. */
type Slot = {
  readonly command: StockCommand
  result: Result | null
  accepted: Accepted | null
  sameAs: Slot | null
}

/** The batch found levels missing and undid itself: they are made first, by themselves, so that locks keep their order. */
class LevelsMissing extends Error {
  readonly keys: readonly LevelKey[]

  constructor(keys: readonly LevelKey[]) {
    super('levels are missing')
    this.keys = keys
  }
}

/**
 * Executes commands of one tenant in one transaction and answers each by itself. The order of the array is the order of
 * decision. Throws only when the database does, and then nothing of the batch has happened.
 */
export async function executeBatch(
  database: Database,
  clock: Clock,
  commands: readonly StockCommand[],
): Promise<Result[]> {
  const [first] = commands
  if (first === undefined) return []
  const { tenant_id } = first.principal
  try {
    return await database.tenant(tenant_id, (tx) => runBatch(tx, clock, commands, true), 'by_key')
  } catch (error) {
    if (!(error instanceof LevelsMissing)) throw error
    await database.tenant(tenant_id, (tx) => createLevels(tx, error.keys))
    return database.tenant(tenant_id, (tx) => runBatch(tx, clock, commands, false), 'by_key')
  }
}

/** With `mayStop`, stops at levels that are not there; else they stay absent, because product or branch do not exist. */
async function runBatch(
  tx: SendingTx,
  clock: Clock,
  commands: readonly StockCommand[],
  mayStop: boolean,
): Promise<Result[]> {
  const loaded = await loadBatch(tx, commands, clock.now())
  if (mayStop && loaded.missing.length > 0) throw new LevelsMissing(loaded.missing)
  const slots = decideAll(commands, loaded)
  await settle(tx, loaded, slots)
  return slots.map(resultOf)
}

function decideAll(commands: readonly StockCommand[], { state, answers, credentials }: LoadedBatch): Slot[] {
  const byKey = new Map<string, Slot>()
  return commands.map((command) => {
    const slot: Slot = { command, result: null, accepted: null, sameAs: null }
    slot.result = admission(command, credentials) ?? replayOf(command, answers)
    if (slot.result !== null) return slot
    const twin = byKey.get(command.key)
    if (twin !== undefined) {
      if (twin.command.fingerprint === command.fingerprint) slot.sameAs = twin
      else slot.result = new AppError('IDEMPOTENCY_KEY_REUSED')
      return slot
    }
    const outcome = decideSafely(command, state)
    if (outcome instanceof Error) {
      slot.result = outcome
      return slot
    }
    if (outcome.ok) {
      absorb(state, outcome)
      slot.accepted = outcome
    } else {
      slot.result = refusalResult(command, outcome)
    }
    // A fact that was refused has used no key up.
    if (!(slot.result instanceof AppError)) byKey.set(command.key, slot)
    return slot
  })
}

function refusalResult(command: StockCommand, { code, facts }: Refused): Result {
  if (command.is_fact) return new AppError(code, facts)
  const problem = problemOf(code, facts)
  return { status: problem.status, body: JSON.stringify(problem), replayed: false }
}

/** A refusal thrown by a decision is not remembered: nothing was decided about stock (an unknown id, a closed branch). */
function decideSafely(
  command: StockCommand,
  state: BatchState,
): ReturnType<StockCommand['decide']> | AppError {
  try {
    return command.decide(state)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** The person may have been signed out, or changed, since the request came in: the transaction has the last word. */
function admission(command: StockCommand, credentials: ReadonlyMap<string, LiveCredential>): AppError | null {
  if (command.principal.credential.kind === 'system') return null
  const live = credentials.get(command.principal.credential.id)
  if (live === undefined || live.user_id !== command.principal.user_id) return new AppError('UNAUTHENTICATED')
  const role = ROLES.find((name): name is Role => name === live.role)
  if (role === undefined || !ROLE_PERMISSIONS[role].has(command.permission)) return new AppError('FORBIDDEN')
  const allowed = live.branch_ids
  if (allowed !== null && command.levels.some((key) => !allowed.includes(key.branch_id)))
    return new AppError('BRANCH_FORBIDDEN')
  return null
}

function replayOf(command: StockCommand, answers: LoadedBatch['answers']): Result | null {
  const before = answers.get(command.key)
  if (before === undefined) return null
  if (before.fingerprint !== command.fingerprint) return new AppError('IDEMPOTENCY_KEY_REUSED')
  return { status: before.status, body: before.response, replayed: true }
}

async function settle(tx: SendingTx, { state, head }: LoadedBatch, slots: readonly Slot[]): Promise<void> {
  const accepted = slots.flatMap((slot) =>
    slot.accepted === null
      ? []
      : [{ slot, accepted: slot.accepted, responsible: slot.command.principal.user_id }],
  )
  const remembers = slots.some(
    (slot) => slot.result !== null && !(slot.result instanceof AppError) && !slot.result.replayed,
  )
  if (accepted.length === 0 && !remembers) return
  const placed = placeAll(state, head, accepted)
  placed.forEach((place, index) => {
    const slot = accepted[index]?.slot
    if (slot !== undefined) slot.result = answerOf(place, head.last_recorded_at)
  })
  await writeBatch(tx, state, head, placed, slots)
}

function answerOf(place: Placed, recorded_at: Date): Answer {
  const body = place.accepted.respond({ movements: place.movements, number: place.number, recorded_at })
  return { status: place.accepted.status, body: JSON.stringify(body), replayed: false }
}

function resultOf(slot: Slot): Result {
  if (slot.sameAs !== null) {
    const first = resultOf(slot.sameAs)
    return first instanceof AppError ? first : { ...first, replayed: true }
  }
  if (slot.result === null) throw new Error('a command of the batch was left without an answer')
  return slot.result
}
