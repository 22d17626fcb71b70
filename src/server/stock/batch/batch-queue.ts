import { setImmediate as nextTurn } from 'node:timers/promises'
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

/** One tenant's commands that wait, and the run that takes them batch by batch. */
type Tenant = { readonly waiting: Waiting[]; run: Promise<void> | null }

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
  const tenants = new Map<string, Tenant>()
  let depth = 0
  let closing = false

  const runAll = async (tenantId: string, tenant: Tenant): Promise<void> => {
    while (tenant.waiting.length > 0) {
      // Whatever the sockets hold by now is read first and goes along.
      await nextTurn()
      const batch = tenant.waiting.splice(0, MAX_BATCH)
      await executeTogether(deps, batch)
      depth -= batch.length
    }
    tenants.delete(tenantId)
  }

  return {
    execute(command) {
      if (closing || depth >= MAX_WAITING)
        return Promise.reject(new AppError('OVERLOADED', { retry_after_seconds: 1 }))
      depth += 1
      const tenantId = command.principal.tenant_id
      return new Promise((resolve, reject) => {
        const tenant = tenants.get(tenantId) ?? { waiting: [], run: null }
        tenants.set(tenantId, tenant)
        tenant.waiting.push({ command, resolve, reject })
        tenant.run ??= runAll(tenantId, tenant)
      })
    },
    depth: () => depth,
    async drain() {
      closing = true
      await Promise.all([...tenants.values()].map((tenant) => tenant.run))
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
