import type { Page } from 'playwright-core'
import { eventually } from '../../support/eventually.ts'

/** What a device keeps of its own: operations that wait, and what each branch held when the network was last there. */
export type DeviceStores = {
  readonly outbox: readonly object[]
  readonly snapshots: readonly { readonly ledger_seq: number }[]
}

const OPEN = `
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const database = await done(indexedDB.open('estoqueuni'))
  const store = (name, mode) => database.transaction(name, mode).objectStore(name)`

/** Copies what the device keeps, as a backup does. */
export function readDevice(page: Page): Promise<DeviceStores> {
  return page.evaluate(`(async () => {${OPEN}
    const kept = {
      outbox: await done(store('outbox').getAll()),
      snapshots: await done(store('snapshots').getAll()),
    }
    database.close()
    return kept
  })()`)
}

/** Waits until nothing of what was done here waits for the server any more. */
export async function allSent(page: Page): Promise<void> {
  await eventually(
    'the outbox is empty',
    async () => (await readDevice(page)).outbox.length === 0 || undefined,
  )
}

/** Puts the device back to what it kept once. */
export async function writeDevice(page: Page, kept: DeviceStores): Promise<void> {
  await page.evaluate(`(async () => {${OPEN}
    const kept = ${JSON.stringify(kept)}
    for (const name of ['outbox', 'snapshots']) {
      await done(store(name, 'readwrite').clear())
      for (const row of kept[name]) await done(store(name, 'readwrite').put(row))
    }
    database.close()
  })()`)
}
