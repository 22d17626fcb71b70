import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { blingOrderChoices } from '../../contract/bling.ts'
import { id } from '../../contract/common.ts'
import { principalOf } from '../auth/principal.ts'
import { AppError } from '../kernel/app-error.ts'
import { readAccount } from './accounts.store.ts'
import type { BlingDeps } from './bling-deps.ts'
import { forPerson } from './bling-problem.ts'
import { isScopeMissing, scopeOf } from './missing-scope.ts'

type Choices = z.infer<typeof blingOrderChoices>
type Part = Choices['missing_scopes'][number]['part']

/** What of an account rules for orders may name: ids are chosen by the names that people know, read from Bling now. */
export const orderChoiceRoutes =
  (deps: BlingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/bling/accounts/:id/order-choices',
      {
        config: { access: 'sync.read' },
        schema: { tags: ['bling'], params: z.object({ id }), response: { 200: blingOrderChoices } },
      },
      async (request): Promise<Choices> => {
        const { tenant_id } = principalOf(request)
        const account_id = request.params.id
        const account = await deps.database.tenant(tenant_id, (tx) => readAccount(tx, account_id))
        if (account === null) throw new AppError('NOT_FOUND', { account_id })
        const { channels, orders } = deps.clients.forAccount(tenant_id, account_id, 'person')
        const missing_scopes: Choices['missing_scopes'] = []
        const listed = async <Item>(part: Part, list: () => Promise<Item[]>): Promise<Item[]> => {
          try {
            return await list()
          } catch (error) {
            if (!isScopeMissing(error)) throw error
            missing_scopes.push({ part, scope: scopeOf(error.operation) })
            return []
          }
        }
        return forPerson(async () => ({
          payment_methods: (await listed('payment_methods', channels.paymentMethods))
            .filter(({ is_active }) => is_active)
            .map(({ payment_method_id, name, is_default }) => ({ id: payment_method_id, name, is_default })),
          sales_channels: (await listed('sales_channels', channels.list))
            .filter(({ is_active }) => is_active)
            .map(({ channel_id, name }) => ({ id: channel_id, name })),
          situations: (await listed('situations', orders.statuses)).map(({ status_id, name }) => ({
            id: status_id,
            name,
          })),
          missing_scopes,
        }))
      },
    )
  }
