import { negated } from '../../../domain/sync/quantity.ts'
import { answerOnce } from '../../auth/answer-once.ts'
import { actorOf, recordAudit } from '../../auth/audit.store.ts'
import type { RepeatableWrite } from '../../auth/repeatable-write.ts'
import type { StoredAnswer } from '../../db/idempotency.ts'
import { AppError } from '../../kernel/app-error.ts'
import { resolveAlerts } from './alerts.store.ts'
import { markDirty } from './dirty-skus.store.ts'
import { confirmDraw, forgetDraw } from './draws.store.ts'
import { lineOfDraw } from './judge-draws.ts'
import type { PlanDeps } from './make-plan.ts'
import { doubtfulDraw, saveJudgement } from './writes.store.ts'

/** A person says whether a movement on real stock happened that nobody answered for and that no balance could tell. */
export async function resolveDraw(
  deps: PlanDeps,
  by: RepeatableWrite,
  verdict: { readonly reference: string; readonly happened: boolean },
): Promise<StoredAnswer> {
  const { reference, happened } = verdict
  const now = deps.clock.now()
  return answerOnce(deps, { ...by, status: 204 }, async (tx) => {
    const draw = await doubtfulDraw(tx, reference)
    if (draw === null) throw new AppError('NOT_FOUND', { reference })
    await saveJudgement(tx, reference, happened ? 'applied' : 'not_applied')
    if (happened) await confirmDraw(tx, lineOfDraw(draw), negated(draw.difference), now)
    else await forgetDraw(tx, lineOfDraw(draw))
    await resolveAlerts(tx, [{ kind: 'unclear_draw', subject: reference }], now)
    await markDirty(tx, [draw.sku], { origin: 'manual', lane: 'person', at: now })
    await recordAudit(tx, {
      actor: actorOf(by.principal),
      action: 'sync.draw_resolved',
      target: reference,
      facts: { sku: draw.sku, happened },
      ip: by.ip,
    })
    return null
  })
}
