import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import { rawBodyOf, storingEvent, takeRawBodies } from '../../kernel/event-door.ts'
import { newId } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { RawDelivery, SiteDelivery } from '../connector.ts'
import { webhookReaderOf } from '../site-kinds.ts'
import type { SiteSecrets } from '../site-secrets.ts'
import type { SiteDoors } from './site-doors.ts'
import type { SiteInbox } from './site-inbox.ts'

/** What the door for events of sites is made with. */
export type SiteWebhookDeps = {
  readonly doors: SiteDoors
  readonly inbox: SiteInbox
  readonly secrets: SiteSecrets
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * The door for what sites tell, without prefix and without session: verify, store, answer; never a call to anybody. 2xx means on disk.
 * The first call of a new webhook is unsigned and says nothing: it is answered and forgotten.
 */
export const siteWebhookRoutes =
  (deps: SiteWebhookDeps): FastifyPluginAsyncZod =>
  async (app) => {
    takeRawBodies(app)
    app.post(
      '/webhooks/sites/:token',
      {
        config: { access: 'public' },
        schema: { hide: true, params: z.object({ token: z.string().regex(/^[\w-]{20,100}$/) }) },
      },
      async (request, reply) => {
        await storingEvent(deps.logger, () => take(deps, request.params.token, request))
        return reply.status(200).send({ status: 'ok' })
      },
    )
  }

async function take(deps: SiteWebhookDeps, token: string, request: FastifyRequest): Promise<void> {
  const door = await deps.doors.ofToken(token)
  if (door === null) throw new AppError('NOT_FOUND')
  const reader = webhookReaderOf(door.kind)
  const delivery: RawDelivery = { raw: rawBodyOf(request), headers: request.headers }
  const said = reader.read(delivery)
  if (said.kind === 'ping') return
  if (!reader.isSigned(delivery, deps.secrets.webhookSecret(door))) throw new AppError('INVALID_SIGNATURE')
  await deps.inbox.store({
    tenant_id: door.tenant_id,
    site_id: door.site_id,
    id: newId(),
    ...factsOf(said, delivery.raw),
    received_at: deps.clock.now(),
    deliveries: 1,
  })
}

/** What is signed and means nothing to us is kept all the same, to be seen. */
function factsOf(said: Exclude<SiteDelivery, { kind: 'ping' }>, raw: Buffer) {
  if (said.kind === 'event') {
    const { event_id, topic, resource_id } = said
    return { event_id, topic, resource_id }
  }
  const event_id = `sha256:${createHash('sha256').update(raw).digest('hex')}`
  return { event_id, topic: 'other' as const, resource_id: null }
}
