import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { deriveKey, type SecretBox } from '../kernel/secret-box.ts'

/** What identifies the webhooks of one site; another version makes all of it other. */
export type WebhookIdentity = { readonly site_id: string; readonly webhook_version: number }

/** What is worked out from the installation's key instead of being kept: a copy of the database cannot sign for a site. */
export type SiteSecrets = {
  /** The unguessable end of the site's address for webhooks. */
  webhookToken(identity: WebhookIdentity): string
  /** What its webhooks are signed with. */
  webhookSecret(identity: WebhookIdentity): string
}

/** Makes them from the installation's encryption key. */
export function createSiteSecrets(encryptionKey: Buffer): SiteSecrets {
  const tokens = deriveKey(encryptionKey, 'site-webhook-token')
  const secrets = deriveKey(encryptionKey, 'site-webhook-secret')
  const derived = (key: Buffer, { site_id, webhook_version }: WebhookIdentity) =>
    createHmac('sha256', key).update(`${site_id} ${webhook_version}`).digest('base64url')
  return {
    webhookToken: (identity) => derived(tokens, identity),
    webhookSecret: (identity) => derived(secrets, identity),
  }
}

const wooCredentials = z.object({ consumer_key: z.string(), consumer_secret: z.string() })
/** What a WooCommerce shop knows us by; in the clear in memory only. */
export type WooCredentials = z.infer<typeof wooCredentials>

/** Seals a shop's keys for one site: what is copied to another row does not open there. */
export function sealCredentials(box: SecretBox, site_id: string, keys: WooCredentials): string {
  return box.seal(JSON.stringify(keys), `site_credentials:${site_id}`)
}

/** Opens the keys of a site. */
export function openCredentials(box: SecretBox, site_id: string, sealed: string): WooCredentials {
  return wooCredentials.parse(JSON.parse(box.open(sealed, `site_credentials:${site_id}`)))
}
