import { describe, expect, it } from 'vitest'
import { gatherRows } from './gather-rows.ts'

/** A list of so many rows, in pages; it notes each question. */
function listOf(count: number) {
  const asked: (string | undefined)[] = []
  const read = async (cursor: string | undefined, limit = 50) => {
    asked.push(cursor)
    const from = Number(cursor ?? 0)
    const items = Array.from({ length: Math.min(limit, count - from) }, (_, index) => from + index)
    return { items, next_cursor: from + limit < count ? String(from + limit) : null }
  }
  return { read, asked }
}
const gather = async (count: number, most: number) => {
  const { read, asked } = listOf(count)
  const heard: number[] = []
  const { signal } = new AbortController()
  const { rows, isWhole } = await gatherRows(read, { most, signal, onRows: (so) => heard.push(so) })
  return { count: rows.length, last: rows.at(-1), isWhole, heard, questions: asked.length }
}

describe('gathering a list', () => {
  it('reads it to its end and says on the way how far it is', async () => {
    expect(await gather(450, 1000)).toEqual({
      ...{ count: 450, last: 449, isWhole: true },
      ...{ heard: [200, 400, 450], questions: 3 },
    })
  })

  it('stops at the bound and says that there is more', async () => {
    expect(await gather(2000, 500)).toEqual({
      ...{ count: 500, last: 499, isWhole: false },
      ...{ heard: [200, 400, 500], questions: 3 },
    })
  })

  it('knows a list that is as long as the bound for whole', async () => {
    expect(await gather(400, 400)).toMatchObject({ count: 400, isWhole: true })
    expect(await gather(401, 400)).toMatchObject({ count: 400, isWhole: false })
  })

  it('ends when nobody waits for it any more', async () => {
    const { read, asked } = listOf(2000)
    const stop = new AbortController()
    const gathering = gatherRows(read, {
      ...{ most: 1000, signal: stop.signal },
      onRows: () => stop.abort(new Error('stopped')),
    })
    await expect(gathering).rejects.toThrow('stopped')
    expect(asked.length).toBe(2)
  })
})
