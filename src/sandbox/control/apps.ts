import * as z from 'zod'
import { type App, registerApp } from '../oauth/app.ts'
import { ALL_SCOPES } from '../oauth/scope.ts'
import { expireTokens, issueTokens, revokeAll, type TokenAnswer } from '../oauth/token.ts'
import type { Sim } from '../sim.ts'
import { enabledWith, WEBHOOK_RESOURCES } from '../webhooks/resource.ts'
import { companyOf } from './companies.ts'
import { found } from './control-error.ts'

const scopes = z.array(
  z.string().refine((name) => ALL_SCOPES.includes(name), { error: `known scopes: ${ALL_SCOPES.join(', ')}` }),
)
const resources = z.array(z.enum(WEBHOOK_RESOURCES))

/** `POST /_sandbox/apps`. */
const newAppSchema = z.strictObject({
  name: z.string().min(1),
  redirect_uri: z.url(),
  webhook_url: z.url().nullable().optional(),
  webhook_resources: resources.optional(),
  scopes: scopes.optional(),
  client_id: z.string().min(8).optional(),
  client_secret: z.string().min(8).optional(),
})

/** `PATCH /_sandbox/apps/{client_id}`: also how a resource that was switched off is switched on again. */
const appPatchSchema = z.strictObject({
  redirect_uri: z.url().optional(),
  webhook_url: z.url().nullable().optional(),
  webhook_resources: resources.optional(),
  scopes: scopes.optional(),
  is_active: z.boolean().optional(),
})

/** `POST /_sandbox/tokens`. */
const newTokensSchema = z.strictObject({
  client_id: z.string(),
  company_id: z.string(),
  jwt: z.boolean().default(false),
})

/** `POST /_sandbox/tokens/expire`. */
const expireSchema = z.strictObject({
  client_id: z.string().optional(),
  company_id: z.string().optional(),
  which: z.enum(['access', 'refresh']).default('access'),
})

/** `POST /_sandbox/tokens/revoke`. */
const revokeSchema = expireSchema.omit({ which: true })

/** Registers an application, as its developer does in Bling's site. */
export function addApp(
  sim: Sim,
  input: z.input<typeof newAppSchema>,
): { client_id: string; client_secret: string } {
  const wanted = newAppSchema.parse(input)
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const { client_id, client_secret } = registerApp(sim, {
    ...given,
    name: wanted.name,
    redirect_uri: wanted.redirect_uri,
  })
  return { client_id, client_secret }
}

/** Every application, in the order of their registration. */
export function allApps(sim: Sim): App[] {
  return [...sim.world.apps.in('').values()]
}

/** Changes an application's registration. Scopes hold for tokens issued from then on. */
export function patchApp(sim: Sim, clientId: string, input: z.input<typeof appPatchSchema>): App {
  const patch = appPatchSchema.parse(input)
  const app = appOf(sim, clientId)
  const changed: App = {
    ...app,
    redirect_uri: patch.redirect_uri ?? app.redirect_uri,
    webhook_url: patch.webhook_url === undefined ? app.webhook_url : patch.webhook_url,
    webhook_resources: patch.webhook_resources ? enabledWith(patch.webhook_resources) : app.webhook_resources,
    scopes: patch.scopes ?? app.scopes,
    is_active: patch.is_active ?? app.is_active,
  }
  sim.world.apps.put('', clientId, changed)
  return changed
}

/** A connected account without the browser. */
export function connect(sim: Sim, input: z.input<typeof newTokensSchema>): TokenAnswer {
  const { client_id, company_id, jwt } = newTokensSchema.parse(input)
  return issueTokens(sim, appOf(sim, client_id), companyOf(sim, company_id).id, jwt)
}

/** Makes tokens expire now. */
export function expire(sim: Sim, input: z.input<typeof expireSchema>): { expired: number } {
  const { which, ...selection } = expireSchema.parse(input)
  return { expired: expireTokens(sim, selection, which) }
}

/** Revokes tokens, as a person does who removes the application. */
export function revoke(sim: Sim, input: z.input<typeof revokeSchema>): { revoked: number } {
  return { revoked: revokeAll(sim, revokeSchema.parse(input)) }
}

function appOf(sim: Sim, clientId: string): App {
  return found(sim.world.apps.get('', clientId), 'app')
}
