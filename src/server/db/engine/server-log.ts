import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Longest piece of a log that a diagnosis looks at. */
const TAIL_BYTES = 16 * 1024

/** How long each log file of a cluster was at some moment: what comes after is new. */
export type LogMark = ReadonlyMap<string, number>

/** Marks the present end of the logs of `cluster`. */
export function markLogs(cluster: string): LogMark {
  return new Map(logFiles(cluster).map((path) => [path, statSync(path).size]))
}

/** What the server has logged since `mark`, at most the last 16 KB of each file. */
export function logsSince(cluster: string, mark: LogMark): string {
  return logFiles(cluster)
    .map((path) => tail(path, mark.get(path) ?? 0))
    .join('')
}

function logFiles(cluster: string): string[] {
  const folder = join(cluster, 'log')
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name))
}

function tail(path: string, marked: number): string {
  const { size } = statSync(path)
  const from = Math.max(size < marked ? 0 : marked, size - TAIL_BYTES)
  const buffer = Buffer.alloc(size - from)
  const file = openSync(path, 'r')
  try {
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, from))
  } finally {
    closeSync(file)
  }
}
