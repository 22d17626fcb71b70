import * as z from 'zod'
import { id } from './common.ts'

const upToSeq = z.int().min(0).describe('Até onde o razão foi contado; é também o id do evento')

/** Data of the event `stock.changed`: the levels that movements touched since the event before. */
export const stockChangedEvent = z.object({
  up_to_seq: upToSeq,
  levels: z.array(z.object({ branch_id: id, product_id: id })),
})
export type StockChangedEvent = z.infer<typeof stockChangedEvent>

/** Data of the event `reset`: too much happened to tell it level by level; what is shown has to be read anew. */
export const resetEvent = z.object({ up_to_seq: upToSeq })
export type ResetEvent = z.infer<typeof resetEvent>

/** What `GET /events` takes besides the header `Last-Event-ID`, which a page cannot set on its first call. */
export const eventsQuery = z.object({
  after_seq: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Conta também o que veio depois deste lugar do razão'),
})
