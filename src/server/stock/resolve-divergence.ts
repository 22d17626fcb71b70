import { actorOf, recordAudit } from '../auth/audit.store.ts'
import { type Principal, requireBranch } from '../auth/principal.ts'
import type { Database } from '../db/database.ts'
import { idempotently, type StoredAnswer } from '../db/idempotency.ts'
import { AppError } from '../kernel/app-error.ts'
import { divergenceById } from './divergence-list.queries.ts'
import { closeDivergence } from './divergences.store.ts'

/** A person says what became of a divergence. */
export type Resolution = {
  readonly principal: Principal
  readonly key: string | undefined
  readonly fingerprint: string
  readonly now: Date
  readonly ip: string
  readonly divergence_id: string
  readonly resolution: string
}

/** Closes a divergence with the person's words. One that is closed already keeps its first words and is answered as it stands. */
export function resolveDivergence(database: Database, input: Resolution): Promise<StoredAnswer> {
  const { principal, key, fingerprint, now, ip, divergence_id, resolution } = input
  return database.tenant(principal.tenant_id, (tx) =>
    idempotently(tx, { key, fingerprint }, async () => {
      const open = await divergenceById(tx, divergence_id)
      if (open === null) throw new AppError('NOT_FOUND', { divergence_id })
      requireBranch(principal, open.branch_id)
      const closed = await closeDivergence(tx, {
        id: divergence_id,
        by: principal.user_id,
        at: now,
        resolution,
      })
      if (!closed) return { status: 200, body: open }
      await recordAudit(tx, {
        actor: actorOf(principal),
        action: 'divergence.resolved',
        target: divergence_id,
        facts: { kind: open.kind, resolution },
        ip,
      })
      return { status: 200, body: await divergenceById(tx, divergence_id) }
    }),
  )
}
