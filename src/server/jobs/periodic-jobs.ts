import * as z from 'zod'
import { defineJob } from './job.ts'

const tenant = { tenant_id: z.uuid() }

/** Goes through all companies and asks for what is due for each. */
export const PERIODIC_ROUND = defineJob({
  name: 'periodic.round',
  payload: z.object({}),
  retry: { limit: 2, first_delay_seconds: 30, longest_delay_seconds: 120 },
  limit_seconds: 300,
  concurrency: 1,
  is_coalesced: true,
  cron: { expression: '*/15 * * * *', time_zone: 'UTC' },
})

/** Measures a company's consumption anew: its windows roll on even when nothing is sold. */
export const CONSUMPTION = defineJob({
  name: 'insight.consumption',
  payload: z.object(tenant),
  retry: { limit: 3, first_delay_seconds: 30, longest_delay_seconds: 300 },
  limit_seconds: 900,
  concurrency: 1,
  is_coalesced: true,
})

/** Proves a company's ledger, once a night by its own clocks. `night` is the day on which the night ends. */
export const LEDGER_AUDIT = defineJob({
  name: 'ledger.audit',
  payload: z.object({ ...tenant, night: z.iso.date() }),
  retry: { limit: 3, first_delay_seconds: 300, longest_delay_seconds: 3600 },
  limit_seconds: 7200,
  concurrency: 1,
  is_coalesced: true,
})

/** Deletes what is too old to be of use, when few people work. */
export const PRUNING = defineJob({
  name: 'periodic.pruning',
  payload: z.object({}),
  retry: { limit: 2, first_delay_seconds: 300, longest_delay_seconds: 3600 },
  limit_seconds: 3600,
  concurrency: 1,
  is_coalesced: true,
  cron: { expression: '40 4 * * *', time_zone: 'America/Sao_Paulo' },
})

/** All of them, for the queue to know. */
export const PERIODIC_JOBS = [PERIODIC_ROUND, CONSUMPTION, LEDGER_AUDIT, PRUNING] as const
