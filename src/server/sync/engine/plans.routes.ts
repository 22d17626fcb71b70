import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../../contract/common.ts'
import {
  newSyncPlan,
  planBody,
  planLineOutcome,
  syncPlan,
  syncPlanPage,
  syncPlanQuery,
} from '../../../contract/sync-plans.ts'
import { pageById } from '../../auth/page.ts'
import { principalOf } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import { agreeToPlan, planTakeBack } from './apply-plan.ts'
import { makePlan, type PlanDeps } from './make-plan.ts'
import { listPlans, readPlan, type StoredPlan } from './plans.store.ts'

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
        return reply.status(201).send(shown(await makePlan(deps, tenant_id, asked)))
      },
    )
    app.get(
      '/sync/plans',
      { config: READ, schema: { ...TAGS, querystring: syncPlanQuery, response: { 200: syncPlanPage } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const plans = await database.tenant(tenant_id, (tx) => listPlans(tx, request.query))
        const page = pageById(plans, request.query.limit)
        return { ...page, items: page.items.map(headOf) }
      },
    )
    app.get(
      '/sync/plans/:id',
      { config: READ, schema: { ...TAGS, params, response: { 200: syncPlan } } },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const plan = await database.tenant(tenant_id, (tx) => readPlan(tx, request.params.id))
        if (plan === null) throw new AppError('NOT_FOUND')
        return shown(plan)
      },
    )
    app.post(
      '/sync/plans/:id/apply',
      { config: WRITE, schema: { ...TAGS, params, response: { 202: syncPlan } } },
      async (request, reply) => {
        const by = { principal: principalOf(request), ip: request.ip }
        const plan = await agreeToPlan(deps, by, request.params.id)
        deps.wake()
        return reply.status(202).send(shown(plan))
      },
    )
    app.post(
      '/sync/plans/:id/undo',
      { config: WRITE, schema: { ...TAGS, params, response: { 201: syncPlan } } },
      async (request, reply) => {
        const by = { principal: principalOf(request), ip: request.ip }
        return reply.status(201).send(shown(await planTakeBack(deps, by, request.params.id)))
      },
    )
  }

function shown(plan: StoredPlan): z.input<typeof syncPlan> {
  return { ...headOf(plan), ...planBody.parse(JSON.parse(plan.body)) }
}

function headOf(plan: StoredPlan) {
  const { body: _body, causes, created_at, created_by: _by, applied_at, outcome, ...head } = plan
  return {
    ...head,
    causes: causes.map((cause) => ({ ...cause })),
    created_at: created_at.toISOString(),
    applied_at: applied_at?.toISOString() ?? null,
    outcome: outcome === null ? null : z.array(planLineOutcome).parse(outcome),
  }
}
