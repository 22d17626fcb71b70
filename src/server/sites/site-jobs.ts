import * as z from 'zod'
import { defineJob } from '../jobs/job.ts'

/** Goes through all companies that have sites and asks for each to be looked after. */
export const SITE_ROUND = defineJob({
  name: 'sites.round',
  payload: z.object({}),
  retry: { limit: 1, first_delay_seconds: 30, longest_delay_seconds: 60 },
  limit_seconds: 120,
  concurrency: 1,
  is_coalesced: true,
  cron: { expression: '*/5 * * * *', time_zone: 'UTC' },
})

/** Looks after the sites of one company: how they do, and whether they still tell us what happens. */
export const SITE_WATCH = defineJob({
  name: 'sites.watch',
  payload: z.object({ tenant_id: z.uuid() }),
  retry: { limit: 1, first_delay_seconds: 60, longest_delay_seconds: 60 },
  limit_seconds: 600,
  concurrency: 2,
  is_coalesced: true,
})
