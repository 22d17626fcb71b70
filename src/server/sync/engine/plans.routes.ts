import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import { newSyncPlan, syncPlan, syncPlanPage, syncPlanQuery } from '../../../contract/sync-plans.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { repeatableWriteOf } from '../../auth/repeatable-write.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sendAnswer } from '../../kernel/send-answer.ts'
import { agreeToPlan, planTakeBack } from './apply-plan.ts'
import { makePlan, type PlanDeps } from './make-plan.ts'
import { planHead, planView } from './plan-view.ts'
import { listPlans, readPlan } from './plans.store.ts'

const TAGS = { tags: ['sync'] }
const params = z.object({ id })
const WRITE = { access: 'sync.write' as const }
const READ = { access: 'sync.read' as const }

/** Plans: seen before anything is written, agreed to by a person, applied where nothing changed, and taken back. */
export const planRoutes =
  (deps: PlanDeps & { readonly wake: () => void }): FastifyPluginAsyncZod =>
  async (app) => {
    const { database } = deps
    app.post(
      '/sync/plans',
      { config: WRITE, schema: { ...TAGS, body: newSyncPlan, response: { 201: syncPlan } } },
      async (request, reply) => {
        const { tenant_id, user_id } = principalOf(request)
        const { pool_id, skus } = request.body
        const asked = { pool_id, skus: skus ?? null, lane: 'person' as const, by: user_id }
        return reply.status(201).send(planView(await makePlan(deps, tenant_id, asked)))
      },
    )
    app.get(
      '/sync/plans',
      { config: READ, schema: { ...TAGS, querystring: syncPlanQuery, response: { 200: syncPlanPage } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const plans = await database.tenant(tenant_id, (tx) => listPlans(tx, request.query))
        const page = pageById(plans, request.query.limit)
        return { ...page, items: page.items.map(planHead) }
      },
    )
    app.get(
      '/sync/plans/:id',
      { config: READ, schema: { ...TAGS, params, response: { 200: syncPlan } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const plan = await database.tenant(tenant_id, (tx) => readPlan(tx, request.params.id))
        if (plan === null) throw new AppError('NOT_FOUND')
        return planView(plan)
      },
    )
    app.post(
      '/sync/plans/:id/apply',
      { config: WRITE, schema: { ...TAGS, params, response: { 202: syncPlan } } },
      async (request, reply) => {
        const answer = await agreeToPlan(deps, repeatableWriteOf(request), request.params.id)
        deps.wake()
        return sendAnswer(reply, answer)
      },
    )
    app.post(
      '/sync/plans/:id/undo',
      { config: WRITE, schema: { ...TAGS, params, response: { 201: syncPlan } } },
      async (request, reply) =>
        sendAnswer(reply, await planTakeBack(deps, repeatableWriteOf(request), request.params.id)),
    )
  }
