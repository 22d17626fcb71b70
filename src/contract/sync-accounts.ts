import * as z from 'zod'
import { instant, text } from './common.ts'

/** What a person may choose for an account. */
export const syncAccountSettings = z.strictObject({
  reserves_in: z
    .enum(['main', 'shared', 'nowhere'])
    .nullable()
    .describe('Onde os pedidos reservam; nulo deixa o EstoqueUni descobrir'),
  when_shipped: z
    .enum(['draw', 'debt'])
    .describe('Pedido que sai do compartilhado: dar baixa no principal, ou ficar devendo'),
  exclusion_rules: z
    .array(
      z.strictObject({
        label: text(60),
        sales_channel_id: z.string().min(1).max(40).nullable().default(null),
        notes_contain: z.string().min(1).max(200).nullable().default(null),
      }),
    )
    .max(100),
  sweep_minutes: z.int().min(5).max(1440),
  silence_hours: z.int().min(1).max(720),
})
export const syncAccountChange = syncAccountSettings.partial()

/** How synchronisation treats an account, with what it found out by itself. What a person chose counts before what was found. */
export const syncAccountView = syncAccountSettings.extend({
  reserves_in_found: z
    .enum(['main', 'shared', 'nowhere'])
    .nullable()
    .describe('Onde se viu que os pedidos reservam; vale enquanto reserves_in for nulo'),
  reserves_in_found_at: instant.nullable(),
})
