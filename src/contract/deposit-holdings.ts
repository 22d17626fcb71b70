import * as z from 'zod'
import { id, instant } from './common.ts'

/** What one deposit held when it was last looked at, all SKUs together. */
export const depositHolding = z.object({
  account_id: id,
  deposit_id: id,
  skus: z.int().describe('SKUs com saldo'),
  physical: z.number(),
  virtual: z.number(),
  seen_at: instant,
})
export const depositHoldingList = z.object({ items: z.array(depositHolding) })
