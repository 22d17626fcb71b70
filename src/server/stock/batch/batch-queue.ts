import type { Database } from '../../db/database.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Answer, StockCommand } from './command.ts'
import { executeBatch, type Result } from './execute-batch.ts'

/** The largest batch: beyond it a bigger transaction gains nothing and everybody in it waits longer. */
const MAX_BATCH = 500
/** Commands that may wait per process; more are answered 503 at once, so that memory and patience stay bounded. */
const MAX_WAITING = 5_000

type Waiting = {
  readonly command: StockCommand
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** The one door into the ledger. */
export type StockQueue = {
  /** Waits for its turn and answers; refusals that were decided are answers, the others are thrown as `AppError`. */
  execute(command: StockCommand): Promise<Answer>
  /** How many commands wait or run now. */
  depth(): number
  /** Resolves when nothing waits any more. New commands are refused from here on. */
  drain(): Promise<void>
}

/**
 * Gathers the commands that arrive while a transaction runs and executes them together in the next one, tenant by tenant.
 * There is no timer: an idle system answers a single command at once, a busy one shares each flush to disk.
 */
export function createStockQueue(deps: { database: Database; clock: Clock; logger: Logger }): StockQueue {
  const waiting = new Map<string, Waiting[]>()
  const running = new Map<string, Promise<void>>()
  let depth = 0
  let closing = false

  const run = async (tenantId: string): Promise<void> => {
    for (;;) {
      const queue = waiting.get(tenantId)
      if (queue === undefined || queue.length === 0) break
      const batch = queue.splice(0, MAX_BATCH)
      await executeTogether(deps, batch)
      depth -= batch.length
    }
    waiting.delete(tenantId)
    running.delete(tenantId)
  }

  return {
    execute(command) {
      if (closing || depth >= MAX_WAITING)
        return Promise.reject(new AppError('OVERLOADED', { retry_after_seconds: 1 }))
      depth += 1
      const tenantId = command.principal.tenant_id
      return new Promise((resolve, reject) => {
        const queue = waiting.get(tenantId)
        if (queue === undefined) waiting.set(tenantId, [{ command, resolve, reject }])
        else queue.push({ command, resolve, reject })
        if (!running.has(tenantId))
          running.set(
            tenantId,
            Promise.resolve().then(() => run(tenantId)),
          )
      })
    },
    depth: () => depth,
    async drain() {
      closing = true
      await Promise.all(running.values())
    },
  }
}

type Deps = { database: Database; clock: Clock; logger: Logger }

async function executeTogether(deps: Deps, batch: readonly Waiting[]): Promise<void> {
  try {
    const results = await executeBatch(
      deps.database,
      deps.clock,
      batch.map((one) => one.command),
    )
    batch.forEach((one, index) => {
      deliver(one, results[index])
    })
  } catch (error) {
    if (batch.length === 1) {
      batch[0]?.reject(error)
      return
    }
    // One command the database did not like must not spoil its neighbours: each gets a transaction of its own.
    deps.logger.warn(
      { err: error, commands: batch.length },
      'a batch failed as a whole and is repeated one by one',
    )
    for (const one of batch) await executeTogether(deps, [one])
  }
}

function deliver(one: Waiting, result: Result | undefined): void {
  if (result === undefined) one.reject(new Error('a batch answered fewer commands than it was given'))
  else if (result instanceof AppError) one.reject(result)
  else one.resolve(result)
}
