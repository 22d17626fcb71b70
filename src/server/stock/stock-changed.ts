import { type StockChangedEvent, stockChangedEvent } from '../../contract/live.ts'
import type { Topic } from '../db/outbox.ts'

/** What a batch leaves in the outbox: which levels it touched, and how far the ledger goes since. */
export const STOCK_CHANGED: Topic<StockChangedEvent> = { name: 'stock.changed', payload: stockChangedEvent }
