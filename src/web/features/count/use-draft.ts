import { useCallback, useEffect, useState } from 'react'
import { type CountDraft, type CountedLine, deviceDatabase } from '../../offline/device-database.ts'

/** The count of a branch that is under way on this device; `undefined` while it is being read, null when there is none. */
export function useDraft(branch_id: string) {
  const [draft, setDraft] = useState<CountDraft | null | undefined>(undefined)
  useEffect(() => {
    let isCurrent = true
    void (async () => {
      const kept = await (await deviceDatabase()).get('counts', branch_id)
      if (isCurrent) setDraft(kept ?? null)
    })()
    return () => {
      isCurrent = false
    }
  }, [branch_id])
  const keep = useCallback(
    async (next: CountDraft | null) => {
      setDraft(next)
      const database = await deviceDatabase()
      if (next === null) await database.delete('counts', branch_id)
      else await database.put('counts', next)
    },
    [branch_id],
  )
  return {
    draft,
    begin: (is_blind: boolean) =>
      keep({ branch_id, is_blind, begun_at: new Date().toISOString(), lines: {} }),
    discard: () => keep(null),
    setLine: (product_id: string, line: CountedLine | null) => {
      if (draft === undefined || draft === null) return Promise.resolve()
      const { [product_id]: _before, ...others } = draft.lines
      return keep({ ...draft, lines: line === null ? others : { ...others, [product_id]: line } })
    },
  }
}

/** The requests that a count makes: what was counted knowing the same books goes together, at most 500 products at a time. */
export function countBodies(draft: CountDraft): readonly Record<string, unknown>[] {
  const groups = new Map<number, Record<string, unknown>[]>()
  for (const [product_id, { ledger_seq, open_bottle_doses, ...counted }] of Object.entries(draft.lines)) {
    const doses = open_bottle_doses === null ? {} : { open_bottle_doses }
    const lines = groups.get(ledger_seq) ?? []
    lines.push({ product_id, ...counted, ...doses })
    groups.set(ledger_seq, lines)
  }
  return [...groups].flatMap(([ledger_seq, lines]) =>
    chunked(lines, 500).map((part) => ({ branch_id: draft.branch_id, ledger_seq, lines: part })),
  )
}

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
