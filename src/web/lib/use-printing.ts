import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Gathered, gatherRows, type ReadPage, type RowsPage } from './gather-rows.ts'

/** What a list prints at most. */
export const MOST_PRINTED = 10_000

/** Where the rows of a list come from: pages of the API, which the query of this key has read so far; or the rows at hand, all of them unless `isWhole` says no. */
export type PrintSource<Row> =
  | { readonly queryKey: readonly unknown[]; readonly page: ReadPage<Row> }
  | { readonly rows: readonly Row[]; readonly isWhole?: boolean }

/** What stands on the paper: the rows, and whether a person asked for all of them or printed what the screen had. */
export type Printed<Row> = Gathered<Row> & { readonly isGathered: boolean; readonly at: Date }

/**
 * Printing of a list. `printed` is what the paper shows, while it is printed. The browser's own command prints what is loaded; `start`
 * brings the rest first, and `gathered` counts meanwhile. A dialog over the list is printed by itself, unless `control` stands in it.
 */
export function usePrinting<Row>(
  source: PrintSource<Row>,
  control: RefObject<HTMLElement | null>,
  onFailed: (error: Error) => void,
) {
  const client = useQueryClient()
  const [printed, setPrinted] = useState<Printed<Row> | null>(null)
  const [gathered, setGathered] = useState<number | null>(null)
  const stopping = useRef<AbortController | null>(null)
  // The browser takes its picture as soon as the listeners have returned.
  const begin = useEffectEvent(() => {
    if (printed !== null || isCovered(control.current)) return
    const loaded = loadedRows(client, source)
    if (loaded !== null) flushSync(() => setPrinted({ ...loaded, isGathered: false, at: new Date() }))
  })
  useEffect(() => {
    const onBegin = () => begin()
    const onEnd = () => setPrinted(null)
    addEventListener('beforeprint', onBegin)
    addEventListener('afterprint', onEnd)
    return () => {
      stopping.current?.abort()
      removeEventListener('beforeprint', onBegin)
      removeEventListener('afterprint', onEnd)
    }
  }, [])
  const gathering = useMutation({
    mutationFn: async (stop: AbortController) => {
      if ('rows' in source) return atHand(source)
      setGathered(0)
      return gatherRows(source.page, { most: MOST_PRINTED, signal: stop.signal, onRows: setGathered })
    },
    onSuccess: (all) => {
      flushSync(() => setPrinted({ ...all, isGathered: true, at: new Date() }))
      print()
    },
    onError: (error, stop) => {
      if (!stop.signal.aborted) onFailed(error)
    },
    onSettled: () => setGathered(null),
  })
  const start = () => {
    stopping.current = new AbortController()
    gathering.mutate(stopping.current)
  }
  return { printed, gathered, start, stop: () => stopping.current?.abort() }
}

function atHand<Row>({
  rows,
  isWhole = true,
}: {
  readonly rows: readonly Row[]
  readonly isWhole?: boolean
}): Gathered<Row> {
  return { rows: rows.slice(0, MOST_PRINTED), isWhole: isWhole && rows.length <= MOST_PRINTED }
}

/** Whether a dialog stands before this part of the screen. */
function isCovered(control: HTMLElement | null): boolean {
  const dialog = document.querySelector('[role="dialog"]')
  return dialog !== null && control !== null && !dialog.contains(control)
}

/** What the screen has of the list; nothing while its first page is on its way. */
function loadedRows<Row>(client: QueryClient, source: PrintSource<Row>): Gathered<Row> | null {
  if ('rows' in source) return atHand(source)
  const pages = client.getQueryData<InfiniteData<RowsPage<Row>>>(source.queryKey)?.pages
  if (pages === undefined) return null
  return { rows: pages.flatMap(({ items }) => items), isWhole: pages.at(-1)?.next_cursor == null }
}
