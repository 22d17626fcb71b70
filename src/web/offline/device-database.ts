import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { InventoryItem } from '../lib/level-of.ts'
import type { Entry } from './entry.ts'

/** What a branch held when the network was last there. */
export type Snapshot = {
  readonly branch_id: string
  readonly items: readonly InventoryItem[]
  readonly ledger_seq: number
  readonly taken_at: string
}

interface DeviceSchema extends DBSchema {
  outbox: { key: number; value: Entry; indexes: { by_op: string } }
  snapshots: { key: string; value: Snapshot }
  counts: { key: string; value: CountDraft }
  device: { key: string; value: string }
}

/** A count that was begun and may be taken up again. */
export type CountDraft = {
  readonly branch_id: string
  readonly is_blind: boolean
  readonly begun_at: string
  readonly lines: Readonly<Record<string, CountedLine>>
}

/** What was seen of one product. */
export type CountedLine = {
  readonly closed_boxes: number
  readonly open_box_units: number
  readonly open_bottle_doses: number | null
  /** Until which movement this device knew the books when it was counted. */
  readonly ledger_seq: number
}

/** The device's own database. */
export type DeviceDatabase = IDBPDatabase<DeviceSchema>

let opened: Promise<DeviceDatabase> | undefined

/** Opens the database of this device; once. */
export function deviceDatabase(): Promise<DeviceDatabase> {
  opened ??= openDB<DeviceSchema>('estoqueuni', 1, {
    upgrade(database) {
      const outbox = database.createObjectStore('outbox', { keyPath: 'device_seq', autoIncrement: true })
      outbox.createIndex('by_op', 'op_id', { unique: true })
      database.createObjectStore('snapshots', { keyPath: 'branch_id' })
      database.createObjectStore('counts', { keyPath: 'branch_id' })
      database.createObjectStore('device')
    },
  })
  return opened
}

/** The name under which the server knows this device; made once. */
export async function deviceId(newId: () => string): Promise<string> {
  const database = await deviceDatabase()
  const transaction = database.transaction('device', 'readwrite')
  const known = await transaction.store.get('id')
  const id = known ?? `aparelho-${newId()}`
  if (known === undefined) await transaction.store.put(id, 'id')
  await transaction.done
  return id
}
