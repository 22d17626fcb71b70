import type { Sim } from '../sim.ts'
import { enabledWith, WEBHOOK_RESOURCES, type WebhookResource } from '../webhooks/resource.ts'
import { ALL_SCOPES } from './scope.ts'

/** An application registered with Bling: one secret and one webhook address for all companies that connect to it. */
export interface App {
  readonly client_id: string
  readonly client_secret: string
  readonly name: string
  readonly redirect_uri: string
  readonly webhook_url: string | null
  /** Subscribed resources; one is taken away when its deliveries fail for three days. */
  readonly webhook_resources: readonly WebhookResource[]
  readonly scopes: readonly string[]
  readonly is_active: boolean
}

/** What registering takes; the rest has defaults. */
export interface NewApp {
  readonly name: string
  readonly redirect_uri: string
  readonly webhook_url?: string | null
  readonly webhook_resources?: readonly WebhookResource[]
  readonly scopes?: readonly string[]
  readonly client_id?: string
  readonly client_secret?: string
}

/** Registers an application. A given `client_id` is kept, so that a demonstration can use the same one each time. */
export function registerApp(sim: Sim, wanted: NewApp): App {
  const app: App = {
    client_id: wanted.client_id ?? sim.random.hex('app', 40),
    client_secret: wanted.client_secret ?? sim.random.hex('app', 60),
    name: wanted.name,
    redirect_uri: wanted.redirect_uri,
    webhook_url: wanted.webhook_url ?? null,
    webhook_resources: enabledWith(wanted.webhook_resources ?? WEBHOOK_RESOURCES),
    scopes: wanted.scopes ?? ALL_SCOPES,
    is_active: true,
  }
  sim.world.apps.put('', app.client_id, app)
  return app
}
