import * as z from 'zod'
import { PRODUCT_FIELDS } from '../domain/sites/product-fields.ts'
import { id, instant, pageOf, pageQuery, text } from './common.ts'
import { INBOX_STATES, inboxFate } from './inbox-event.ts'

/** The kinds of sites that we can speak to. */
export const SITE_KINDS = ['woocommerce', 'generic'] as const

const address = z
  .url({ protocol: /^https?$/, hostname: /^[A-Za-z0-9.:[\]-]+$/ })
  .max(500)
  .refine((value) => !/[?#@\s]/.test(value), 'use só o endereço da loja, sem ? # ou @')
  .transform((value) => value.replace(/\/+$/, ''))
const key = z
  .string()
  .trim()
  .min(8)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'não é uma chave')
const wooCredentials = z.strictObject({ consumer_key: key, consumer_secret: key })
const requestsPerSecond = z.int().min(1).max(100)

/** A new site. Keys go in and never come out. */
export const newSite = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('woocommerce'),
    name: text(120),
    address: address.describe('Endereço da loja, igual ao configurado nela'),
    credentials: wooCredentials,
    requests_per_second: requestsPerSecond.default(5),
  }),
  z.strictObject({
    kind: z.literal('generic'),
    name: text(120),
    address: address.nullable().default(null).describe('Para onde vão os avisos; sem ele não há avisos'),
  }),
])
export type NewSite = z.infer<typeof newSite>

/** A change: only the given fields. Other keys or another address are tried before they are kept. */
export const siteChange = z
  .strictObject({
    name: text(120),
    address: address.nullable(),
    credentials: wooCredentials,
    state: z.enum(['active', 'paused']),
    requests_per_second: requestsPerSecond,
  })
  .partial()
export type SiteChange = z.infer<typeof siteChange>

/** What a kind of site can do. */
export const siteCapabilities = z.object({
  locations: z.boolean(),
  relative_stock: z.boolean(),
  optimistic_version: z.boolean(),
  batch_size: z.int(),
  product_fields: z.array(z.enum(PRODUCT_FIELDS)).describe('O que de um produto se escreve lá'),
  families: z.boolean().describe('Se variações ficam dentro do produto delas'),
  webhook_signature: z.enum(['hmac_sha256_base64', 'hmac_sha256_hex']),
})

/** A sales site. It never shows a key. */
export const site = z.object({
  id,
  kind: z.enum(SITE_KINDS),
  name: z.string(),
  address: z.string().nullable(),
  state: z.enum(['active', 'paused']),
  capabilities: siteCapabilities,
  budget: z.object({
    requests_per_second: z.int().nullable().describe('Nulo: é o site que nos chama'),
    calls_last_hour: z.int().nullable().describe('Chamadas deste servidor nos últimos sessenta minutos'),
  }),
  health: z.object({
    status: z.enum(['ok', 'auth', 'rate_limited', 'unavailable', 'refused']),
    reason: z.string().nullable(),
    checked_at: instant,
  }),
  webhooks: z.array(
    z.object({ topic: z.string(), state: z.enum(['active', 'created', 'reenabled', 'off']) }),
  ),
  webhooks_checked_at: instant.nullable(),
  webhook_url: z.string().describe('Endereço a que o site manda os eventos'),
  inbox: z.object({ waiting: z.int(), dead: z.int(), last_event_at: instant.nullable() }),
  has_api_key: z.boolean(),
  created_at: instant,
})
export type Site = z.infer<typeof site>
export const sitePage = pageOf(site)
export const siteQuery = z.strictObject({ ...pageQuery, cursor: id.optional() })

/** What refers to a site and goes away with it, or is left behind. */
export const siteDependent = z.object({
  kind: z.enum(['pool_target', 'product_links', 'open_orders']),
  id,
  name: z.string(),
})
export type SiteDependent = z.infer<typeof siteDependent>
export const siteDependents = z.object({ items: z.array(siteDependent) })

/** What a site written by hand needs, shown once: it replaces what was shown before. */
export const siteAccess = z.object({
  api_key: z.string().describe('Para /site-api, como Authorization: Bearer'),
  webhook_secret: z.string().describe('Assina os avisos nos dois sentidos'),
  webhook_url: z.string(),
})

/** An event of a site and its fate. */
export const siteEvent = z.object({
  id,
  site_id: id,
  event_id: z.string(),
  topic: z.enum(['product', 'order', 'other']),
  resource_id: z.string().nullable(),
  ...inboxFate,
})
export const siteEventPage = pageOf(siteEvent)
export const siteEventQuery = z.strictObject({
  ...pageQuery,
  cursor: id.optional(),
  state: z.enum(INBOX_STATES).optional(),
})
