import { setImmediate as letOthersGo } from 'node:timers/promises'
import type pg from 'pg'
import { sql } from '../../../src/server/db/sql.ts'
import { AppError } from '../../../src/server/kernel/app-error.ts'
import type { Answer, StockCommand } from '../../../src/server/stock/batch/command.ts'
import { buildCommand, repack } from './build-command.ts'
import { type Request, requestOf } from './request.ts'
import type { Round, Script, Step } from './script.ts'
import { type Company, foundCompany, type Process } from './world.ts'

/** One request sent by one process in one round, and what came back. */
export type Attempt = {
  readonly round: number
  readonly process: 'here' | 'there'
  /** The place in the order in which this process was asked. */
  readonly position: number
  readonly now: Date
  readonly request: Request
  /** Null for what has no command of its own. */
  readonly command: StockCommand | null
  readonly result: Answer | AppError
}

/** What a script came to. `round_ends` is the last seq after each round. */
export type Performance = {
  readonly script: Script
  readonly company: Company
  readonly attempts: readonly Attempt[]
  readonly round_ends: readonly number[]
}

type Sending = Omit<Attempt, 'result'> & { readonly pauses: boolean }

const START_MS = Date.UTC(2026, 2, 5, 1, 30)

/** Acts a script out: in every round both processes send their burst at the same moment, and all answers are awaited. */
export async function perform(
  owner: pg.Client,
  processes: { readonly here: Process; readonly there: Process },
  script: Script,
): Promise<Performance> {
  const company = await foundCompany(owner, script)
  const attempts: Attempt[] = []
  const requests: Request[] = []
  const round_ends: number[] = []
  let now = START_MS
  for (const [index, round] of script.rounds.entries()) {
    now += round.minutes_later * 60_000
    processes.here.setClock(now)
    processes.there.setClock(now + script.skew_ms)
    const known = { company, requests, last_seq: round_ends.at(-1) ?? 0, ...documentsIn(attempts) }
    const sendings = await prepare(processes, round, index, known)
    const answered = await Promise.all([
      send(processes.here, company, sendings.here),
      send(processes.there, company, sendings.there),
    ])
    attempts.push(...answered.flat())
    round_ends.push(await lastSeq(processes.here, company))
  }
  return { script, company, attempts, round_ends }
}

async function prepare(
  processes: { readonly here: Process; readonly there: Process },
  round: Round,
  index: number,
  known: Omit<Parameters<typeof requestOf>[3], 'requests'> & { readonly requests: Request[] },
): Promise<{ here: Sending[]; there: Sending[] }> {
  const sideOf = async (name: 'here' | 'there', steps: readonly Step[]): Promise<Sending[]> => {
    const sendings: Sending[] = []
    const process = processes[name]
    for (const [position, { action, pauses }] of steps.entries()) {
      const now = process.clock()
      const request = requestOf(action, `${index}-${name}-${position}`, now, known)
      if (request === null) continue
      known.requests.push(request)
      const command = await buildCommand(process, known.company.principal, request)
      sendings.push({ round: index, process: name, position, now, request, command, pauses })
    }
    return sendings
  }
  return { here: await sideOf('here', round.here), there: await sideOf('there', round.there) }
}

async function send(process: Process, company: Company, sendings: readonly Sending[]): Promise<Attempt[]> {
  const answers: Promise<Attempt>[] = []
  for (const { pauses, ...sending } of sendings) {
    if (pauses) await letOthersGo()
    answers.push(answerTo(process, company, sending).then((result) => ({ ...sending, result })))
  }
  return Promise.all(answers)
}

async function answerTo(
  process: Process,
  company: Company,
  { request, command }: Omit<Sending, 'pauses'>,
): Promise<Answer | AppError> {
  try {
    if (command !== null) return await process.queue.execute(command)
    if (request.asked.kind !== 'repack') throw new Error('a request has no command')
    return await repack(process, company.principal, request, request.asked)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** The sales and pending purchases that were answered so far, in the order of sending. */
function documentsIn(attempts: readonly Attempt[]): { sale_ids: string[]; pending_purchase_ids: string[] } {
  const sale_ids: string[] = []
  const pending_purchase_ids: string[] = []
  for (const { request, result } of attempts) {
    const { asked } = request
    if (result instanceof AppError || result.status !== 201 || result.replayed) continue
    if (asked.kind === 'sale') sale_ids.push(idIn(result))
    if (asked.kind === 'purchase' && asked.body.status === 'pending') pending_purchase_ids.push(idIn(result))
  }
  return { sale_ids, pending_purchase_ids }
}

/** The id of the operation that an answer tells of. */
export function idIn(answer: Answer): string {
  const { id } = JSON.parse(answer.body) as { id: string }
  return id
}

async function lastSeq(process: Process, company: Company): Promise<number> {
  const { tenant_id } = company.principal
  const [row] = await process.database.tenant(tenant_id, (tx) =>
    tx.query<{ last_seq: number }>(sql`select last_seq from ledgers where tenant_id = ${tenant_id}`),
  )
  return row?.last_seq ?? 0
}
