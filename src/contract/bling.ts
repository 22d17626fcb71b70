import * as z from 'zod'
import { id, instant, pageOf, pageQuery, text } from './common.ts'
import { INBOX_STATES, inboxFate } from './inbox-event.ts'

/** What every list of this room takes; the cursor is the id of the last row seen. */
export const blingPageQuery = z.strictObject({ ...pageQuery, cursor: id.optional() })

const clientId = z
  .string()
  .trim()
  .min(8)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'não é um client id')
const clientSecret = z
  .string()
  .trim()
  .min(8)
  .max(400)
  .regex(/^[\x21-\x7e]+$/, 'não é um client secret')

/** An application registered in Bling. The secret goes in and never comes out. */
export const blingApp = z.object({
  id,
  name: z.string(),
  client_id: z.string(),
  created_at: instant,
  redirect_url: z.string().describe('Endereço de redirecionamento a cadastrar no aplicativo do Bling'),
  webhook_url: z.string().describe('Endereço de webhook a cadastrar no aplicativo do Bling'),
})
export const blingAppPage = pageOf(blingApp)
export const newBlingApp = z.strictObject({
  name: text(120).default('EstoqueUni'),
  client_id: clientId,
  client_secret: clientSecret,
})
export const blingAppChange = z.strictObject({ name: text(120), client_secret: clientSecret }).partial()

const chosenState = z.enum(['active', 'frozen', 'excluded'])

/** A connected account. It never shows a token. */
export const blingAccount = z.object({
  id,
  app_id: id,
  company_id: z.string().describe('Id da empresa no Bling (32 dígitos hexadecimais)'),
  name: z.string(),
  state: z.enum(['active', 'frozen', 'excluded', 'reauthorize']),
  chosen_state: chosenState.describe('O que uma pessoa escolheu; vale de novo quando o acesso volta'),
  needs_reconnection: z.boolean(),
  connected_at: instant,
  token_expires_at: instant.describe('Quando o token atual vence; ele é renovado antes'),
  has_legacy_callback: z.boolean(),
  calls_today: z.int(),
  calls_per_day: z.int(),
  sweeps_paused: z
    .boolean()
    .describe('Verificações periódicas esperam o dia seguinte: 90 % do limite foi usado'),
  blocked_until: instant.nullable().describe('O Bling recusou chamadas até este instante'),
})
export type BlingAccount = z.infer<typeof blingAccount>
export const blingAccountPage = pageOf(blingAccount)
export const blingAccountChange = z.strictObject({ name: text(200), state: chosenState }).partial()

/** Which application to connect with, and which account to reconnect; nothing is needed when there is one application. */
export const blingAuthorization = z.strictObject({ app_id: id.optional(), account_id: id.optional() })
export const blingAuthorizationUrl = z.object({ url: z.string(), expires_at: instant })
/** How a journey to Bling ended: what the browser comes back to the screen for. */
export const blingAuthorizationEnd = z.object({
  id,
  state: z.enum(['open', 'connected', 'refused']),
  account: z.object({ id, name: z.string() }).nullable(),
  problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
})
/** What Bling's redirect carries; everything may be missing in a link that somebody made up. */
export const blingCallbackQuery = z.object({
  state: z.string().max(500).optional(),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(2000).optional(),
})

/** What refers to an account and goes away with it. */
export const blingDependent = z.object({ kind: z.string(), id, name: z.string() })
export type BlingDependent = z.infer<typeof blingDependent>
export const blingDependents = z.object({ items: z.array(blingDependent) })

/** The address for the older, unsigned callbacks of one account; shown once. */
export const legacyCallback = z.object({ url: z.string() })

/** A deposit. `id` is ours and what configurations name; `bling_id` is Bling's. */
export const blingDeposit = z.object({
  id,
  account_id: id,
  bling_id: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  is_default: z.boolean(),
  ignored_in_totals: z.boolean(),
  seen_at: instant,
})
export type BlingDeposit = z.infer<typeof blingDeposit>
/** `is_live` false: Bling did not answer, and this is what it showed last. */
export const blingDepositList = z.object({
  items: z.array(blingDeposit),
  next_cursor: z.null(),
  is_live: z.boolean(),
})
export const newBlingDeposit = z.strictObject({
  name: text(100),
  ignored_in_totals: z.boolean().default(false),
})

const named = z.object({ id: z.string(), name: z.string() })
/** What of an account rules for orders may name, by its id there: what is active now. A part without its scope is empty. */
export const blingOrderChoices = z.object({
  payment_methods: z.array(named.extend({ is_default: z.boolean() })),
  sales_channels: z.array(named),
  situations: z.array(named).describe('Situações dos pedidos de venda'),
  missing_scopes: z
    .array(
      z.object({
        part: z.enum(['payment_methods', 'sales_channels', 'situations']),
        scope: z.string().describe('O escopo que falta, como o cadastro do aplicativo no Bling o chama'),
      }),
    )
    .describe('Partes que vieram vazias porque o aplicativo não tem no Bling o escopo delas'),
})

/** A webhook event and its fate. */
export const inboxEvent = z.object({
  id,
  account_id: id,
  event_id: z.string(),
  source: z.enum(['webhook', 'legacy']),
  event: z.string(),
  facts: z.record(z.string(), z.unknown()),
  occurred_at: instant.nullable(),
  ...inboxFate,
})
export const inboxPage = pageOf(inboxEvent)
export const inboxQuery = z.strictObject({
  ...pageQuery,
  cursor: id.optional(),
  account_id: id.optional(),
  state: z.enum(INBOX_STATES).optional(),
  event: z.string().max(60).optional(),
})
