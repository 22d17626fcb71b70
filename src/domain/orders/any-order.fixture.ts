import fc from 'fast-check'
import { INVOICES, type OrderNews, PAYMENTS, PROGRESSES } from './order-facts.ts'

/** Whatever an event may tell. */
export const anyNews: fc.Arbitrary<OrderNews> = fc.record(
  {
    progress: fc.constantFrom(...PROGRESSES),
    payment: fc.constantFrom(...PAYMENTS),
    invoice: fc.constantFrom(...INVOICES),
  },
  { requiredKeys: [] },
)
