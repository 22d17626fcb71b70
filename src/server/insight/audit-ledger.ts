import { recordAudit } from '../auth/audit.store.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { verifyLedger } from '../stock/verify-ledger.ts'

/** Differences named in the audit trail; the proof itself, asked for by a person, shows more. */
const NAMED_DIFFERENCES = 10

/**
 * Proves a company's ledger by itself. What is proven is remembered by the proof. A difference is told, in the log and in the audit
 * trail, and nothing is corrected: a person has to see it first.
 */
export async function auditLedger(
  deps: { readonly database: Database; readonly clock: Clock; readonly logger: Logger },
  tenantId: string,
  isWhole: boolean,
): Promise<void> {
  const { database, clock, logger } = deps
  const proof = await verifyLedger(database, tenantId, { scope: isWhole ? 'full' : 'auto', now: clock.now() })
  if (proof.ok) return
  const { verified_up_to_seq, root_hash } = proof
  const differences = proof.differences.slice(0, NAMED_DIFFERENCES)
  logger.error(
    { tenant_id: tenantId, verified_up_to_seq, differences },
    'a ledger does not agree with itself',
  )
  await database.tenant(tenantId, (tx) =>
    recordAudit(tx, {
      actor: { id: null, kind: 'system' },
      action: 'ledger.difference',
      target: null,
      facts: { verified_up_to_seq, root_hash, differences },
      ip: null,
    }),
  )
}
