import { AppError } from '../../../src/server/kernel/app-error.ts'
import type { Answer } from '../../../src/server/stock/batch/command.ts'
import type { Books } from './books.ts'
import { claim, grouped } from './claim.ts'
import { type Attempt, idIn, type Performance } from './perform.ts'

/** An accepted request with the rows that it wrote, by its first answer. */
export type Done = { readonly attempt: Attempt; readonly answer: Answer; readonly rows: Books['movements'] }

/** Refusals that speak of stock; a fact never meets one. */
const ABOUT_STOCK = new Set([
  'INSUFFICIENT_STOCK',
  'NO_SEALED_BOX',
  'NO_SEALED_BOTTLE',
  'BOX_ALREADY_OPEN',
  'STOCK_IS_NEGATIVE',
])

/**
 * Every key was answered once: whoever sent it again got the same bytes, whoever sent something else under it was refused, and each
 * row of the ledger belongs to exactly one answered key. Gives what was done, in the order of the ledger, rowless at the end.
 */
export function checkAnswers({ attempts }: Performance, books: Books): Done[] {
  const done: Done[] = []
  const rowsOf = grouped(books.movements, (row) => row.operation_id)
  const stored = new Map(books.keys.map((key) => [key.key, key]))
  for (const [key, sent] of grouped(attempts, ({ request }) => request.key)) {
    const answered = sent.filter(
      (one): one is Attempt & { result: Answer } => !(one.result instanceof AppError),
    )
    const first = answered.find(({ result }) => !result.replayed) ?? answered[0]
    checkRefused(sent, first)
    if (first === undefined) continue
    claim(
      answered.filter(({ result }) => !result.replayed).length <= 1,
      'a key is answered for the first time once',
      () => sent.map(({ result }) => result),
    )
    for (const { request, result } of answered) {
      const same = result.body === first.result.body && result.status === first.result.status
      claim(request.fingerprint === first.request.fingerprint, 'a key answers one request only', () => [
        key,
        request,
      ])
      claim(same, 'a repeated request gets the same bytes', () => [first.result, result])
    }
    claim(
      stored.get(key)?.response === first.result.body,
      'the first answer is kept with its key',
      () => first.result,
    )
    if (first.result.status < 300 && first.command !== null) {
      done.push({ attempt: first, answer: first.result, rows: ownRows(first.result, rowsOf) })
    }
  }
  checkNothingElse(done, books)
  return done.sort((one, other) => (one.rows[0]?.seq ?? Infinity) - (other.rows[0]?.seq ?? Infinity))
}

function checkRefused(sent: readonly Attempt[], first: Attempt | undefined): void {
  for (const { request, result } of sent) {
    const code = result instanceof AppError ? result.code : codeIn(result)
    const isFact = request.origin.kind === 'device'
    claim(!(isFact && code !== null && ABOUT_STOCK.has(code)), 'a fact is never refused for stock', () => [
      request,
      code,
    ])
    if (code === 'IDEMPOTENCY_KEY_REUSED') {
      const others = sent.some((other) => other.request.fingerprint !== request.fingerprint)
      claim(others && first !== undefined, 'a key is refused only to another request', () => request)
    } else if (result instanceof AppError) {
      claim(
        !['INTERNAL', 'OVERLOADED', 'UNAUTHENTICATED', 'FORBIDDEN'].includes(result.code),
        'nobody is turned away',
        () => [request, result.code],
      )
    }
  }
}

function codeIn(answer: Answer): string | null {
  return answer.status < 400 ? null : (JSON.parse(answer.body) as { code: string }).code
}

/** An answer shows its rows; a fact that a count has overtaken and a receipt that is repeated show theirs as well. */
function ownRows(answer: Answer, rowsOf: ReadonlyMap<string, Books['movements']>): Books['movements'] {
  const shown = (JSON.parse(answer.body) as { movements: readonly { seq: number }[] }).movements
  if (shown.length === 0) return []
  const rows = rowsOf.get(idIn(answer)) ?? []
  claim(
    rows.length === shown.length && rows.every((row, index) => row.seq === shown[index]?.seq),
    'an answer shows exactly its rows',
    () => [shown, rows],
  )
  const from = rows[0]?.seq ?? 0
  claim(
    rows.every((row, index) => row.seq === from + index),
    'the rows of an operation stand together',
    () => rows,
  )
  return rows
}

function checkNothingElse(done: readonly Done[], books: Books): void {
  const answered = new Set(done.flatMap(({ rows }) => rows.map((row) => row.seq)))
  const others = books.movements.filter((row) => !answered.has(row.seq))
  claim(
    others.every((row) => row.movement_type === 'box_config'),
    'every row of the ledger was answered to somebody',
    () => others.filter((row) => row.movement_type !== 'box_config'),
  )
}

/** Each process's requests stand in the ledger in the order in which they were sent. */
export function checkOrder(done: readonly Done[]): void {
  const withRows = done.filter(({ rows }) => rows.length > 0)
  for (const [side, own] of grouped(withRows, ({ attempt }) => attempt.process)) {
    for (const [index, one] of own.entries()) {
      const next = own[index + 1]
      if (next === undefined) continue
      const [a, b] = [one.attempt, next.attempt]
      const inOrder = a.round < b.round || (a.round === b.round && a.position < b.position)
      claim(inOrder, `${side} keeps its order`, () => [a.request, b.request])
    }
  }
}
