import type * as z from 'zod'
import type { blingAuthorizationEnd } from '../../../contract/bling.ts'
import { problemOf } from '../../../contract/errors.ts'
import type { Principal } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { AccountRow } from '../accounts.store.ts'
import type { BlingDeps } from '../bling-deps.ts'
import { readEnd, saveEnd } from './authorizations.store.ts'

/**
 * Does `complete` and keeps how it ended, good or refused, with the journey that `state` names, so that the screen can ask for it.
 * Gives the journey's id; null when the state is nobody's.
 */
export async function keepingEnd(
  deps: BlingDeps,
  who: { readonly principal: Principal; readonly state: string | undefined },
  complete: () => Promise<AccountRow>,
): Promise<string | null> {
  const journey = who.state === undefined ? null : deps.states.read(who.state)
  const { tenant_id, credential } = who.principal
  const keep = async (end: Parameters<typeof saveEnd>[2]) => {
    if (journey === null || journey.tenant_id !== tenant_id) return
    const mine = { id: journey.authorization_id, credential_id: credential.id }
    await deps.database.tenant(tenant_id, (tx) => saveEnd(tx, mine, end))
  }
  try {
    const account = await complete()
    await keep({ account_id: account.id, refusal: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await keep({ account_id: null, refusal: { code: error.code, facts: error.facts } })
  }
  return journey?.authorization_id ?? null
}

/** How a journey of this session stands. */
export async function journeyEnd(
  deps: BlingDeps,
  principal: Principal,
  id: string,
): Promise<z.infer<typeof blingAuthorizationEnd>> {
  const mine = { id, credential_id: principal.credential.id }
  const end = await deps.database.tenant(principal.tenant_id, (tx) => readEnd(tx, mine))
  if (end === null) throw new AppError('NOT_FOUND')
  const { account_id, account_name, refusal } = end
  if (account_id !== null)
    return { id, state: 'connected', account: { id: account_id, name: account_name ?? '' }, problem: null }
  if (refusal === null) return { id, state: 'open', account: null, problem: null }
  const { code, title, detail } = problemOf(refusal.code, refusal.facts)
  return { id, state: 'refused', account: null, problem: { code, title, detail } }
}
