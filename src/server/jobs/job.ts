import type * as z from 'zod'

/** A kind of job: its name in the queue, what it is told, and how it is run. */
export type Job<Payload> = {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  /** After a failure it is tried again so many times, each time after about twice as long; then it goes to the dead letters. */
  readonly retry: {
    readonly limit: number
    readonly first_delay_seconds: number
    readonly longest_delay_seconds: number
  }
  /** How long one run may take; then it counts as failed and its `signal` is aborted. */
  readonly limit_seconds: number
  /** Runs at the same time in one process. */
  readonly concurrency: number
  /** One waits and one runs for each `singleton_key`: asking again while one waits asks for nothing more. A retry may overlap. */
  readonly is_coalesced: boolean
  /** When it is run by itself, with an empty payload, once for all processes together. */
  readonly cron?: { readonly expression: string; readonly time_zone: string }
}

/** One run of a job. */
export type JobRun = {
  readonly id: string
  /** 1 for the first run. */
  readonly attempt: number
  /** Aborted when the run has taken too long, or the process cannot wait for it any more. */
  readonly signal: AbortSignal
}

/** Does the job; a failure is thrown. It may be run twice: a process can die after the work and before the note of it. */
export type JobHandler<Payload> = (payload: Payload, run: JobRun) => Promise<void>

/** What may be said when a job is asked for. */
export type JobOptions = {
  /** What a coalesced job is about, as a SKU or a tenant; without it, all jobs of the kind are about the same. */
  readonly singleton_key?: string
  /** Not before this instant. */
  readonly start_after?: Date
  /** A UUID that names the job: as long as the queue remembers it (a week after it ended), it cannot be asked for again. */
  readonly id?: string
}

/** States a kind of job. */
export function defineJob<Payload>(job: Job<Payload>): Job<Payload> {
  return job
}
