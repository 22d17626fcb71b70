import type { EstoqueUniClient } from '../../client/estoqueuni-client.ts'
import { ProblemError } from '../../client/problem-error.ts'
import type { Entry } from './entry.ts'
import { entries, remove, replace } from './outbox-store.ts'
import { sendCommand } from './send-command.ts'

/** A request still without answer after this long was left behind by a page that is gone. */
const ABANDONED_MS = 30_000
const LARGEST_PUSH = 50

/** What replaying needs of the world. */
export type ReplayWorld = {
  readonly client: EstoqueUniClient
  readonly device_id: string
  readonly tenant_id: string
  readonly now: () => Date
}

/** How a replay went; `isStopped` when the network went away again. */
export type Replayed = { readonly sent: number; readonly isStopped: boolean }

/** Sends what waits, strictly in the order in which it was done, until nothing is left or the network ends. */
export async function replay(world: ReplayWorld): Promise<Replayed> {
  let sent = 0
  for (;;) {
    const next = await nextEntries(world)
    const [first] = next
    if (first === undefined) return { sent, isStopped: false }
    const isRequest = first.state === 'asked' || first.may_have_arrived
    const settled = isRequest ? await settleRequest(world, first) : await pushFacts(world, next)
    if (settled === null) return { sent, isStopped: true }
    sent += settled
  }
}

/** The first operation to send and, when it is a plain fact, the plain facts right behind it. */
async function nextEntries(world: ReplayWorld): Promise<Entry[]> {
  const waiting = (await entries()).filter((entry) => isToSend(entry, world))
  const first = waiting.findIndex((entry) => entry.state === 'asked' || entry.may_have_arrived)
  return waiting.slice(0, first === 0 ? 1 : first === -1 ? LARGEST_PUSH : Math.min(first, LARGEST_PUSH))
}

function isToSend(entry: Entry, { tenant_id, now }: ReplayWorld): boolean {
  if (entry.tenant_id !== tenant_id) return false
  if (entry.state === 'fact') return true
  const ageMs = now().getTime() - new Date(entry.occurred_at).getTime()
  return entry.state === 'asked' && ageMs > ABANDONED_MS
}

/**
 * Repeats a request whose answer was lost, under its key: the server gives the first answer, or does it now. Refused, a fact is sent as
 * one under a key of its own (the refused one did nothing); a request that nobody saw answered becomes a task.
 */
async function settleRequest(world: ReplayWorld, entry: Entry): Promise<number | null> {
  const sent = await sendCommand(world.client, entry)
  if (sent.kind === 'unknown') return null
  if (sent.kind === 'done') {
    await remove([entry])
    return 1
  }
  if (entry.state === 'fact') await asPlainFact(entry)
  else await replace({ ...entry, state: 'refused', problem: sent.problem.detail })
  return 0
}

/** Turns an operation into a fact under a new key, and points what cancels it there. */
export async function asPlainFact(entry: Entry): Promise<void> {
  const op_id = `${entry.op_id}.f`
  for (const other of await entries()) {
    if (other.kind === 'sale_cancel' && other.body['sale_op_id'] === entry.op_id) {
      await replace({ ...other, body: { ...other.body, sale_op_id: op_id } })
    }
  }
  await replace({ ...entry, op_id, state: 'fact', may_have_arrived: false, problem: null })
}

async function pushFacts(world: ReplayWorld, facts: readonly Entry[]): Promise<number | null> {
  const answer = await push(world, facts)
  if (answer === null) return null
  const results = new Map(answer.results.map((result) => [result.op_id, result]))
  const done = facts.filter((entry) => isDone(results.get(entry.op_id)?.result))
  await remove(done)
  for (const entry of facts) {
    const result = results.get(entry.op_id)
    if (result?.result !== 'quarantined') continue
    await replace({ ...entry, state: 'quarantined', problem: sentenceOf(result.answer) })
  }
  return done.length
}

async function push(world: ReplayWorld, facts: readonly Entry[]) {
  try {
    return await world.client.offline.push({
      device_id: world.device_id,
      device_now: world.now().toISOString(),
      operations: facts.map(({ op_id, device_seq, kind, occurred_at, body, charged_cents }) => ({
        op_id,
        device_seq,
        kind,
        occurred_at,
        payload: charged_cents === null ? { ...body } : { ...body, charged_cents },
      })),
    })
  } catch (error) {
    // Whatever keeps the whole push out (no network, a session that ended, a busy server) passes; nothing is lost by waiting.
    if (error instanceof ProblemError && error.status < 500 && ![401, 403, 429].includes(error.status))
      throw error
    return null
  }
}

function isDone(result: string | undefined): boolean {
  return result === 'applied' || result === 'duplicate'
}

function sentenceOf(answer: unknown): string {
  const detail = typeof answer === 'object' && answer !== null && 'detail' in answer ? answer.detail : null
  return typeof detail === 'string' ? detail : ''
}
