import type { EstoqueUniClient } from '../../client/estoqueuni-client.ts'
import type { Entry, EntryKind } from './entry.ts'
import { append, remove, replace } from './outbox-store.ts'
import { sendCommand } from './send-command.ts'

/** An operation as a person asks for it. */
export type Wish = {
  readonly kind: EntryKind
  readonly tenant_id: string
  readonly body: Readonly<Record<string, unknown>>
  readonly charged_cents?: number
  readonly summary: string
}

/** Done by the server, or kept on this device as a fact that it will hear of. */
export type Performed<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'kept'; readonly entry: Entry }

/** What performing needs of the world. */
export type World = {
  readonly client: EstoqueUniClient
  readonly newKey: () => string
  readonly now: () => Date
  readonly isOnline: () => boolean
  /** Whether the server answers and means the company that the operation belongs to; waits a little for it. */
  readonly isHome: () => Promise<boolean>
}

/**
 * Does an operation now, or keeps it. It is written down before it is sent, so a page killed at any moment loses nothing; its key makes
 * it happen once however often it is sent. A refusal is thrown and nothing is kept: the person is there to decide.
 */
export async function perform<Answer>(wish: Wish, world: World): Promise<Performed<Answer>> {
  // What cancels an operation of this device can only be told along with it.
  const isOnline = world.isOnline() && wish.body['sale_op_id'] === undefined
  const entry = await append({
    op_id: world.newKey(),
    tenant_id: wish.tenant_id,
    kind: wish.kind,
    body: wish.body,
    charged_cents: wish.charged_cents ?? null,
    summary: wish.summary,
    occurred_at: world.now().toISOString(),
    state: isOnline ? 'asked' : 'fact',
    may_have_arrived: false,
    problem: null,
  })
  if (!isOnline) return { kind: 'kept', entry }
  if (!(await world.isHome())) {
    const kept: Entry = { ...entry, state: 'fact' }
    await replace(kept)
    return { kind: 'kept', entry: kept }
  }
  const sent = await sendCommand(world.client, entry)
  if (sent.kind === 'unknown') {
    const kept: Entry = { ...entry, state: 'fact', may_have_arrived: true }
    await replace(kept)
    return { kind: 'kept', entry: kept }
  }
  await remove([entry])
  if (sent.kind === 'refused') throw sent.problem
  // The answer of the very request that was made; the contract's schema wrote it.
  return { kind: 'done', answer: sent.answer as Answer }
}
