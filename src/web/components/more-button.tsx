import { useEffect, useRef, useState } from 'react'
import { m } from '../messages/messages.ts'
import { Button } from './button.tsx'
import { Refused } from './states.tsx'

/** A list that comes in pages, as this button needs it. */
type PagedList = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly error: unknown
  readonly fetchNextPage: () => Promise<unknown>
}

/**
 * Brings the next page of a list. It keeps the focus while there are more, and where there are none leaves it to a line that says so;
 * a page that did not come is asked for again, with the list still there.
 */
export function MoreButton({ list }: { readonly list: PagedList }) {
  const [isUsed, setUsed] = useState(false)
  const end = useRef<HTMLParagraphElement>(null)
  const isAtEnd = isUsed && !list.hasNextPage
  useEffect(() => {
    // Whoever went on to something else meanwhile stays there.
    if (isAtEnd && document.activeElement === document.body) end.current?.focus({ preventScroll: true })
  }, [isAtEnd])
  if (isAtEnd) {
    return (
      <p ref={end} tabIndex={-1} role="status" className="self-center text-note text-soft">
        {m.actions.noMore}
      </p>
    )
  }
  if (!list.hasNextPage) return null
  return (
    <>
      {list.isFetchNextPageError && <Refused error={list.error} />}
      <Button
        className="self-center"
        // A disabled button would drop the focus.
        aria-disabled={list.isFetchingNextPage}
        onClick={() => {
          if (list.isFetchingNextPage) return
          setUsed(true)
          void list.fetchNextPage()
        }}
      >
        {m.actions.loadMore}
      </Button>
    </>
  )
}
