import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Connection } from '../../src/server/db/database.ts'

const DATABASE = 'pgbench'
const run = promisify(execFile)

function pgbench(connection: Connection, args: readonly string[]) {
  const { host, port, user, password } = connection
  const address = ['-h', host, '-p', String(port), '-U', user]
  return run('pgbench', [...address, ...args, DATABASE], { env: { ...process.env, PGPASSWORD: password } })
}

/** Fills pgbench's own tables at scale 10, in a database of their own beside the product's. */
export async function preparePgbench(connection: Connection): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(`drop database if exists ${DATABASE}`)
  await client.query(`create database ${DATABASE}`)
  await client.end()
  await pgbench(connection, ['-i', '-q', '-s', '10'])
}

/** Transactions a second of TPC-B with 10 clients and 2 threads. */
export async function runPgbench(connection: Connection, seconds: number): Promise<number> {
  const { stdout } = await pgbench(connection, ['-c', '10', '-j', '2', '-T', String(seconds)])
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
  if (tps === undefined) throw new Error(`pgbench said no tps:\n${stdout}`)
  return Number(tps)
}

/** The process of which all the server's backends are children. */
export async function postmasterPid(connection: Connection): Promise<number> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query<{ text: string }>(`select pg_read_file('postmaster.pid') as text`)
  await client.end()
  return Number(rows[0]?.text.split('\n')[0])
}
