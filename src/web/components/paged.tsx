import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ReadPage } from '../lib/gather-rows.ts'
import { MoreButton } from './more-button.tsx'
import { Failure, Refused, SkeletonRows } from './states.tsx'

/** A list of the API in its four states, a page at a time. `children` draws what is there, `empty` what stands for nothing. */
export function Paged<Item>({
  queryKey,
  page,
  empty,
  isAside = false,
  children,
}: {
  readonly queryKey: readonly unknown[]
  readonly page: ReadPage<Item>
  readonly empty: ReactNode
  /** It stands beside what the screen is about: nothing holds its place, and a failure is one line. */
  readonly isAside?: boolean
  readonly children: (items: readonly Item[]) => ReactNode
}) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (before) => before,
  })
  if (isAside && list.data === undefined) return <Refused error={list.error} />
  if (list.isPending) return <SkeletonRows rows={8} className="h-14" />
  // What was read before stays: a page that did not come takes nothing away.
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const items = list.data.pages.flatMap((one) => one.items)
  if (items.length === 0) return empty
  return (
    <>
      {list.isRefetchError && <Refused error={list.error} />}
      {children(items)}
      <MoreButton key={JSON.stringify(queryKey)} list={list} />
    </>
  )
}
