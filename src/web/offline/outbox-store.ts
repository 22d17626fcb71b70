import { deviceDatabase } from './device-database.ts'
import type { Entry } from './entry.ts'

const listeners = new Set<() => void>()
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('estoqueuni.outbox')
channel?.addEventListener('message', () => notify())

function notify(): void {
  for (const listener of listeners) listener()
}

function changed(): void {
  notify()
  channel?.postMessage('changed')
}

/** Tells of every change of the outbox, in this window or another one. */
export function onOutboxChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Everything that waits, in the order in which it was done. */
export async function entries(): Promise<Entry[]> {
  return (await deviceDatabase()).getAll('outbox')
}

/** Writes an operation down and gives it its place in the order of this device. */
export async function append(entry: Omit<Entry, 'device_seq'>): Promise<Entry> {
  const database = await deviceDatabase()
  // The key generator fills device_seq in; durability is asked for because a sale must outlive a killed page.
  const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
  const device_seq = await transaction.store.add(entry as Entry)
  await transaction.done
  changed()
  return { ...entry, device_seq }
}

/** Writes down how far an operation is. */
export async function replace(entry: Entry): Promise<void> {
  const database = await deviceDatabase()
  const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
  // What was settled meanwhile, by another window, is not brought back.
  if ((await transaction.store.get(entry.device_seq)) !== undefined) await transaction.store.put(entry)
  await transaction.done
  changed()
}

/** Forgets operations that the server has confirmed or that a person discarded. */
export async function remove(entriesDone: readonly Entry[]): Promise<void> {
  const database = await deviceDatabase()
  const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
  for (const { device_seq } of entriesDone) await transaction.store.delete(device_seq)
  await transaction.done
  changed()
}
