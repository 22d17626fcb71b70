import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** One run of the load generator. */
export type WrkResult = {
  /** Answers, refusals included. */
  readonly requests: number
  /** Answers a second, refusals included. */
  readonly rate: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answers other than 2xx and 3xx. */
  readonly refused: number
}

/** Loads an address with a Lua script that reports in its `done`; throws when connections broke. */
export async function runWrk(
  address: string,
  script: string,
  options: { readonly seconds: number; readonly connections: number },
): Promise<WrkResult> {
  const { seconds, connections } = options
  const { stdout } = await promisify(execFile)('wrk', [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout',
    '10s',
    '-s',
    script,
    address,
  ])
  const line = stdout.split('\n').find((text) => text.startsWith('RESULT '))
  if (line === undefined) throw new Error(`the load generator said nothing:\n${stdout}`)
  const result = JSON.parse(line.slice('RESULT '.length)) as Record<
    'requests' | 'duration_us' | 'p50_us' | 'p99_us' | 'refused' | 'broken',
    number
  >
  if (result.broken > 0) throw new Error(`${result.broken} requests broke under load`)
  return {
    requests: result.requests,
    rate: (result.requests / result.duration_us) * 1e6,
    p50Ms: result.p50_us / 1000,
    p99Ms: result.p99_us / 1000,
    refused: result.refused,
  }
}
