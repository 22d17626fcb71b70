import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CloudOff, RefreshCw, TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { sync } from '../lib/sync-calls.ts'
import { useCalm } from '../lib/use-calm.ts'
import { useUnrefreshed } from '../lib/use-unrefreshed.ts'
import { m } from '../messages/messages.ts'
import { isUnsent, useOutbox } from '../offline/outbox.tsx'
import { useSession } from '../session/session.tsx'

/**
 * One quiet line that says the truth about the network, what waits for it, what could not be read again, and an account that only a
 * person can bring back. `isLoudOnly` hides it while all is well.
 */
export function NetworkLine({ isLoudOnly = false }: { readonly isLoudOnly?: boolean }) {
  const { waiting, isSending, isOffline } = useOutbox()
  const lost = useLostAccount()
  const { isStale, retry } = useUnrefreshed()
  const unsent = waiting.filter(isUnsent).length
  const tasks = waiting.length - unsent
  const isCalm = unsent === 0 && tasks === 0 && !isOffline && !isStale && lost === null
  if (isLoudOnly && isCalm) return null
  const { Icon, text, tone, to } = stateOf({ unsent, tasks, isSending, isOffline, isStale, lost })
  const look = isLoudOnly ? 'rounded-control px-4 py-3 bg-warn-tint text-warn' : `px-2 py-1.5 ${tone}`
  const line = `flex w-full flex-wrap items-center gap-x-2 text-left text-note font-medium ${look}`
  const said = (
    <>
      <Icon size={16} aria-hidden="true" className="shrink-0" />
      <span className="min-w-0 flex-1 basis-28">{text}</span>
    </>
  )
  const way = 'ml-auto underline underline-offset-2'
  return (
    <div role="status" className={isLoudOnly ? 'mx-4 mt-3' : ''}>
      {to === null ? (
        <button type="button" onClick={retry} className={line}>
          {said}
          <span className={way}>{m.actions.retry}</span>
        </button>
      ) : (
        <Link to={to} className={line}>
          {said}
          {!isCalm && <span className={way}>{m.actions.see}</span>}
        </Link>
      )}
    </div>
  )
}

/** What there is to say, and where one goes from it; null: what could not be read is tried again. */
function stateOf(now: {
  unsent: number
  tasks: number
  isSending: boolean
  isOffline: boolean
  isStale: boolean
  lost: string | null
}) {
  const here = { to: '/neste-aparelho' }
  if (now.tasks > 0)
    return { ...here, Icon: TriangleAlert, text: m.network.needsYou(now.tasks), tone: 'text-warn' }
  if (now.isSending && now.unsent > 0)
    return { ...here, Icon: RefreshCw, text: m.network.sending(now.unsent), tone: 'text-soft' }
  if (now.unsent > 0)
    return { ...here, Icon: CloudOff, text: m.network.waiting(now.unsent), tone: 'text-warn' }
  if (now.isOffline) return { ...here, Icon: CloudOff, text: m.network.offline, tone: 'text-warn' }
  if (now.isStale) return { to: null, Icon: TriangleAlert, text: m.network.stale, tone: 'text-warn' }
  if (now.lost !== null) {
    const text = m.network.accountNeedsYou(now.lost)
    return { to: '/contas-bling', Icon: TriangleAlert, text, tone: 'text-warn' }
  }
  return { ...here, Icon: CircleCheck, text: m.network.allSent, tone: 'text-good' }
}

const LOOK_MS = 60_000

/** The name of an account that only a person can bring back; null while there is none, or nobody here may look. */
function useLostAccount(): string | null {
  const { can } = useSession()
  const isCalm = useCalm()
  const status = useQuery({
    queryKey: ['sync', 'status'],
    queryFn: () => sync.status(),
    enabled: can('sync.read'),
    subscribed: isCalm,
    refetchInterval: LOOK_MS,
    // A failure that stands on the screen keeps its button.
    retryOnMount: false,
  })
  return status.data?.accounts.find(({ state }) => state === 'reauthorize')?.name ?? null
}
