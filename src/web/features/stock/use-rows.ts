import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Rows left below the screen when the next page is asked for. */
const AHEAD = 20

/** Draws only the rows near the screen, of a list that may have ten thousand, and asks for more in time. */
export function useRows(options: {
  readonly count: number
  readonly estimate: number
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly onMore: () => void
}) {
  const { count, hasMore, isLoading, onMore } = options
  const top = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => {
    const at = top.current?.getBoundingClientRect().top ?? 0
    setOffset(at + scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => options.estimate,
    overscan: 8,
    // Known before the first look at the page: the rows are drawn with the list and not by a second round.
    initialRect: { width: innerWidth, height: innerHeight },
    scrollMargin: offset,
  })
  const rows = virtualizer.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !isLoading && last >= count - AHEAD) onMore()
  }, [hasMore, isLoading, last, count, onMore])
  return {
    top,
    rows,
    before: (rows[0]?.start ?? offset) - offset,
    after: virtualizer.getTotalSize() - ((rows.at(-1)?.end ?? offset) - offset),
  }
}
