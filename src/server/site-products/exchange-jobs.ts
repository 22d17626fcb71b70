import * as z from 'zod'
import { defineJob } from '../jobs/job.ts'

/** Goes through all companies that have sites: runs that were broken off go on, and what nobody has to be asked about is written. */
export const SITE_PRODUCTS_ROUND = defineJob({
  name: 'site_products.round',
  payload: z.object({}),
  retry: { limit: 1, first_delay_seconds: 30, longest_delay_seconds: 60 },
  limit_seconds: 120,
  concurrency: 1,
  is_coalesced: true,
  cron: { expression: '2-59/5 * * * *', time_zone: 'UTC' },
})

/** Looks after the products of the sites of one company. */
export const SITE_PRODUCTS_KEEP_UP = defineJob({
  name: 'site_products.keep_up',
  payload: z.object({ tenant_id: z.uuid() }),
  retry: { limit: 1, first_delay_seconds: 60, longest_delay_seconds: 60 },
  limit_seconds: 3600,
  concurrency: 2,
  is_coalesced: true,
})
