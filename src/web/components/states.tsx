import { type Query, useQueryClient } from '@tanstack/react-query'
import { CloudOff, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { isOffline, refusalText } from '../lib/refusal-text.ts'
import { m } from '../messages/messages.ts'
import { Button } from './button.tsx'

/** A grey shape where something will be; it appears only when the wait is noticed. */
export function Skeleton({ className = '' }: { readonly className?: string }) {
  return <div className={`late animate-pulse rounded-control bg-line ${className}`} />
}

/** The same for a few figures within a text: its line is exactly as high as it will be. */
export function SkeletonText({ length }: { readonly length: number }) {
  return (
    <span
      aria-hidden="true"
      className="late animate-pulse rounded-control bg-line text-transparent select-none"
    >
      {'0'.repeat(length)}
    </span>
  )
}

/** Lines of a list that is on its way, in the shape it will have. */
export function SkeletonRows({
  rows = 8,
  className = 'h-16',
}: {
  readonly rows?: number
  readonly className?: string
}) {
  return (
    <div role="status" className="flex flex-col gap-2" aria-label={m.states.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <Skeleton key={row} className={className} />
      ))}
    </div>
  )
}

/** Nothing yet: says what will be here, and offers the one action that fills it. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center">
      {icon}
      <h2 className="text-lead font-semibold">{title}</h2>
      {children !== undefined && <p className="text-text text-soft">{children}</p>}
      {/* Of its own, so that a button that begins a line elsewhere stands in the middle here. */}
      {action !== undefined && <div className="flex flex-col items-center empty:hidden">{action}</div>}
    </div>
  )
}

/** It did not work: what happened in one sentence, and the way on, for this and for whatever else on the screen failed with it. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const client = useQueryClient()
  const retry = () => {
    onRetry()
    const failed = { type: 'active', predicate: (one: Query) => one.state.status === 'error' } as const
    void client.refetchQueries(failed, { cancelRefetch: false })
  }
  const Icon = isOffline(error) ? CloudOff : TriangleAlert
  return (
    <div role="alert">
      <Empty
        icon={<Icon size={32} className="text-warn" aria-hidden="true" />}
        title={isOffline(error) ? m.states.offlineTitle : m.states.failedTitle}
        action={<Button onClick={retry}>{m.actions.retry}</Button>}
      >
        {refusalText(error)}
      </Empty>
    </div>
  )
}

/** A refusal beside the form it came from. */
export function Refused({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-bad-tint p-3 text-text font-medium text-bad">
      <TriangleAlert size={18} className="mt-px shrink-0" aria-hidden="true" />
      <span>{refusalText(error)}</span>
    </p>
  )
}
