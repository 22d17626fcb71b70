import type pg from 'pg'

/** An answer as far as it is judged. */
export type Judged = { readonly status: number; readonly text: string; readonly type: string }

/** What only we should know: places in our code, statements, the database's own words. */
const GIVES_AWAY =
  /\bat .+\.[tj]s:\d|node_modules|syntax error at|violates|invalid input|pg_|select .+ from|insert into|ECONNREFUSED/i

/** Says what is wrong with an answer to a bad request, or nothing. An acceptance is for the caller to judge. */
export function faultOf({ status, text, type }: Judged): string | null {
  if (status >= 500) return `answers ${status}: ${text.slice(0, 300)}`
  if (status < 400) return null
  if (GIVES_AWAY.test(text)) return `gives away: ${text.slice(0, 300)}`
  if (!type.startsWith('application/problem+json')) return `refuses with ${type}: ${text.slice(0, 200)}`
  const problem = JSON.parse(text) as { status: number; code: string; detail: string }
  const isWhole = problem.status === status && problem.code !== '' && problem.detail !== ''
  return isWhole ? null : `is no problem: ${text.slice(0, 300)}`
}

/** Where the ledger ends and how many of each thing there are. */
export async function tracesOf(database: pg.Client): Promise<string> {
  const { rows } = await database.query(`
    select (select sum(last_seq) from ledgers) as seq, (select count(*) from sales) as sales, (select count(*) from purchases) as purchases,
           (select count(*) from stock_documents) as documents, (select count(*) from products) as products,
           (select count(*) from branches) as branches, (select count(*) from memberships) as people`)
  return JSON.stringify(rows[0])
}
