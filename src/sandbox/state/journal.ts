import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Change } from './table.ts'

const COMPACT_AFTER_BYTES = 16_000_000

/** Where changes go: nowhere, or to a folder. */
export interface Journal {
  /** Remembers a change until the next flush. */
  record(change: Change): void
  /** Makes everything recorded so far survive a crash of the process. */
  flush(): void
  /** Flushes and rewrites the snapshot. */
  close(): void
}

/** A journal that keeps nothing. */
export const NO_JOURNAL: Journal = { record: () => {}, flush: () => {}, close: () => {} }

/** Reads a folder written by `openJournal`: the snapshot, then every whole line of the append file. */
export function readChanges(folder: string): Change[] {
  const changes: Change[] = []
  for (const name of ['snapshot.jsonl', 'changes.jsonl']) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue
      const batch = parseLine(line)
      if (!batch) break
      changes.push(...batch)
    }
  }
  return changes
}

/**
 * Opens the folder for writing. One line holds all changes of one request, so a torn last line loses a request
 * that was never answered and nothing else. Replaying old changes over a newer snapshot ends in the same state,
 * because each change is a whole record; hence no moment of the rewrite is dangerous.
 */
export function openJournal(folder: string, snapshot: () => Iterable<Change>): Journal {
  mkdirSync(folder, { recursive: true })
  const appendPath = join(folder, 'changes.jsonl')
  const snapshotPath = join(folder, 'snapshot.jsonl')
  let pending: Change[] = []
  let bytes = 0
  const compact = () => {
    writeDurably(`${snapshotPath}.new`, snapshot())
    renameSync(`${snapshotPath}.new`, snapshotPath)
    if (existsSync(appendPath)) truncateSync(appendPath)
    bytes = 0
  }
  const flush = () => {
    if (pending.length === 0) return
    const line = `${JSON.stringify(pending)}\n`
    appendFileSync(appendPath, line)
    pending = []
    bytes += line.length
    if (bytes > COMPACT_AFTER_BYTES) compact()
  }
  compact()
  return {
    record: (change) => {
      pending.push(change)
    },
    flush,
    close: () => {
      flush()
      compact()
    },
  }
}

function parseLine(line: string): Change[] | undefined {
  try {
    return JSON.parse(line) as Change[]
  } catch {
    // A line torn by a crash: it and nothing before it is lost.
    return undefined
  }
}

function writeDurably(path: string, changes: Iterable<Change>): void {
  const file = openSync(path, 'w')
  try {
    for (const change of changes) writeSync(file, `${JSON.stringify([change])}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
