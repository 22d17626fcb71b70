import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Principal } from '../auth/principal.ts'
import { openWatcher } from './watcher.ts'

const principal = { branch_ids: null } as unknown as Principal
const news = (up_to_seq: number, size = 1) =>
  ({
    kind: 'levels',
    up_to_seq,
    levels: Array.from({ length: size }, () => ({ branch_id: 'b'.repeat(36), product_id: 'p'.repeat(36) })),
  }) as const

describe('a watcher', () => {
  it('is not written to while its connection takes nothing, keeps its place, and says when it can go on', async () => {
    let readies = 0
    const watcher = openWatcher({
      principal,
      cursor: 0,
      onReady: () => (readies += 1),
      onGone: () => undefined,
    })
    expect(watcher.isReady()).toBe(true)
    watcher.tell(news(7, 2_000))
    expect(watcher.isReady()).toBe(false)
    expect(watcher.cursor).toBe(7)
    const drained = once(watcher.stream, 'drain')
    watcher.stream.resume()
    await drained
    expect([watcher.isReady(), readies]).toEqual([true, 1])
  })

  it('is given up after three heartbeats that it did not take', () => {
    const watcher = openWatcher({ principal, cursor: 0, onReady: () => undefined, onGone: () => undefined })
    expect(watcher.heartbeat()).toBe(true)
    watcher.tell(news(1, 2_000))
    expect([watcher.heartbeat(), watcher.heartbeat(), watcher.heartbeat()]).toEqual([true, true, false])
  })
})
