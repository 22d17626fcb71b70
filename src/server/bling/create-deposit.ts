import type * as z from 'zod'
import type { newBlingDeposit } from '../../contract/bling.ts'
import { actorOf, recordAudit } from '../auth/audit.store.ts'
import type { RepeatableWrite } from '../auth/repeatable-write.ts'
import { answerBefore, idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { readAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { forPerson } from './bling-problem.ts'
import type { BlingClient } from './client/bling-client.ts'
import { depositView } from './deposit-view.ts'
import { listDeposits, rememberDeposits } from './deposits.store.ts'

type NewDeposit = z.infer<typeof newBlingDeposit>

type DepositDeps = Pick<BlingDeps, 'database' | 'clients' | 'clock'>

/**
 * Creates a deposit in Bling and keeps it. A repetition under the same key asks Bling nothing. Throws `NAME_TAKEN`. What asks this process
 * for the same name meanwhile waits, and then finds the answer or the name taken; two processes that are asked in the same instant may each
 * make one, because Bling has no way to make it only once.
 */
export async function createDeposit(
  deps: DepositDeps,
  write: RepeatableWrite,
  account_id: string,
  wanted: NewDeposit,
): Promise<StoredAnswer> {
  const key = JSON.stringify([write.principal.tenant_id, account_id, withoutCase(wanted.name)])
  const work = () => create(deps, write, account_id, wanted)
  const before = underWay.get(key)
  const own = before === undefined ? work() : before.then(work, work)
  underWay.set(key, own)
  try {
    return await own
  } finally {
    if (underWay.get(key) === own) underWay.delete(key)
  }
}

/** The last request for each name of an account that is not answered yet. */
const underWay = new Map<string, Promise<StoredAnswer>>()

async function create(
  deps: DepositDeps,
  write: RepeatableWrite,
  account_id: string,
  wanted: NewDeposit,
): Promise<StoredAnswer> {
  const { tenant_id } = write.principal
  const before = await deps.database.tenant(tenant_id, async (tx) => {
    const answer = await answerBefore(tx, write)
    if (answer === null && (await readAccount(tx, account_id)) === null)
      throw new AppError('NOT_FOUND', { account_id })
    return answer
  })
  if (before !== null) return before
  const client = deps.clients.forAccount(tenant_id, account_id, 'person')
  const bling_id = await forPerson(() => createOnce(client, wanted))
  return deps.database.tenant(tenant_id, (tx) =>
    idempotently(tx, write, async () => {
      const deposit = { ...wanted, bling_id, is_active: true, is_default: false }
      await rememberDeposits(tx, account_id, [deposit], deps.clock.now())
      const row = (await listDeposits(tx, account_id)).find((one) => one.bling_id === bling_id)
      if (row === undefined) throw new Error('a deposit was not kept')
      await recordAudit(tx, {
        actor: actorOf(write.principal),
        action: 'bling.deposit_created',
        target: row.id,
        facts: { account_id, bling_id, name: deposit.name },
        ip: write.ip,
      })
      return { status: 201, body: depositView(row) }
    }),
  )
}

/** Bling takes a second deposit of the same name without a word, and nobody can remove it there. */
async function createOnce(client: BlingClient, wanted: NewDeposit): Promise<string> {
  const name = withoutCase(wanted.name)
  const there = await client.deposits.list()
  if (there.some((deposit) => withoutCase(deposit.name) === name))
    throw new AppError('NAME_TAKEN', { name: wanted.name })
  return client.deposits.create(wanted)
}

function withoutCase(name: string): string {
  return name.toLocaleLowerCase('pt-BR')
}
