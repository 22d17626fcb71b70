import * as z from 'zod'
import { defineJob } from '../jobs/job.ts'

/** Goes through all companies and asks, once a day for each, for its accounts' tokens to be kept alive. */
export const BLING_TOKEN_ROUND = defineJob({
  name: 'bling.token_round',
  payload: z.object({}),
  retry: { limit: 1, first_delay_seconds: 30, longest_delay_seconds: 60 },
  limit_seconds: 120,
  concurrency: 1,
  is_coalesced: true,
  cron: { expression: '9-59/15 * * * *', time_zone: 'UTC' },
})

/** Keeps the tokens of one company's accounts alive. One company at a time: calls that cannot wait share the endpoint's limit with it. */
export const BLING_TOKENS = defineJob({
  name: 'bling.tokens',
  payload: z.object({ tenant_id: z.uuid() }),
  retry: { limit: 4, first_delay_seconds: 600, longest_delay_seconds: 7200 },
  limit_seconds: 3600,
  concurrency: 1,
  is_coalesced: true,
})
