import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { toast } from '../components/toasts.tsx'
import { newKey, quickApi } from '../lib/api.ts'
import { m } from '../messages/messages.ts'
import { isThere } from '../session/session.tsx'
import { deviceId } from './device-database.ts'
import type { Entry } from './entry.ts'
import { entries, onOutboxChange, remove } from './outbox-store.ts'
import { type Performed, perform, type Wish } from './perform.ts'
import { asPlainFact, replay } from './replay.ts'

const RETRY_MS = 10_000
/** Whoever stands at the till waits no longer to hear that the server knows who is there. */
const LONGEST_WAIT_MS = 5_000

/** The outbox of this device, as screens use it. */
export type Outbox = {
  /** This company's operations that are not settled yet. */
  readonly waiting: readonly Entry[]
  readonly isSending: boolean
  /** Whether the last try to reach the server failed. */
  readonly isOffline: boolean
  perform<Answer>(wish: Omit<Wish, 'tenant_id'>): Promise<Performed<Answer>>
  send(): Promise<void>
  discard(entry: Entry): Promise<void>
  /** Sends a refused operation as what it is: something that happened. */
  insist(entry: Entry): Promise<void>
}

const OutboxContext = createContext<Outbox | null>(null)

/** The outbox; only within the frame. */
export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext)
  if (outbox === null) throw new Error('there is no outbox outside the frame')
  return outbox
}

/** Keeps the outbox and empties it whenever the network is there: at start, when it comes back, when one looks, and now and then. */
export function OutboxProvider({
  tenant_id,
  children,
}: {
  readonly tenant_id: string
  readonly children: ReactNode
}) {
  const client = useQueryClient()
  const waiting = useWaiting(tenant_id)
  const [isSending, setSending] = useState(false)
  const [isOffline, setOffline] = useState(!navigator.onLine)
  const running = useRef<Promise<void> | null>(null)
  const send = useCallback(() => {
    running.current ??= once(async () => {
      const device_id = await deviceId(newKey)
      // The page may have begun with whom the server knew last time: what waits is sent to nobody else's company.
      if (!(await isThere(client, tenant_id))) return setOffline(true)
      setSending(true)
      try {
        const { sent, isStopped } = await replay({
          client: quickApi,
          device_id,
          tenant_id,
          now: () => new Date(),
        })
        setOffline(isStopped || !navigator.onLine)
        if (sent > 0) {
          toast(m.outbox.sent(sent))
          await client.invalidateQueries()
        }
      } finally {
        setSending(false)
      }
    }).finally(() => {
      running.current = null
    })
    return running.current
  }, [client, tenant_id])

  useSendWhenPossible(send, setOffline, waiting.some(isUnsent))

  const outbox = useMemo(
    (): Outbox => ({
      waiting,
      isSending,
      isOffline,
      send,
      perform: async <Answer,>(wish: Omit<Wish, 'tenant_id'>) => {
        const world = {
          client: quickApi,
          newKey,
          now: () => new Date(),
          isOnline: () => navigator.onLine,
          isHome: () => Promise.race([isThere(client, tenant_id), waited(LONGEST_WAIT_MS)]),
        }
        const performed = await perform<Answer>({ ...wish, tenant_id }, world)
        setOffline(performed.kind === 'kept')
        return performed
      },
      discard: (entry) => remove([entry]),
      insist: async (entry) => {
        await asPlainFact(entry)
        await send()
      },
    }),
    [client, waiting, isSending, isOffline, send, tenant_id],
  )
  return <OutboxContext value={outbox}>{children}</OutboxContext>
}

/** False, after so long. */
function waited(ms: number): Promise<boolean> {
  return new Promise((resolve) => setTimeout(resolve, ms, false))
}

/** Whether an operation is still on its way by itself. */
export function isUnsent(entry: Entry): boolean {
  return entry.state === 'fact' || entry.state === 'asked'
}

function useWaiting(tenant_id: string): readonly Entry[] {
  const [all, setAll] = useState<readonly Entry[]>([])
  useEffect(() => {
    let isCurrent = true
    const read = async () => {
      const read = await entries()
      if (isCurrent) setAll(read)
    }
    void read()
    const stop = onOutboxChange(() => void read())
    return () => {
      isCurrent = false
      stop()
    }
  }, [])
  return useMemo(() => all.filter((entry) => entry.tenant_id === tenant_id), [all, tenant_id])
}

function useSendWhenPossible(
  send: () => Promise<void>,
  setOffline: (is: boolean) => void,
  hasUnsent: boolean,
) {
  useEffect(() => {
    void send()
    const online = () => {
      setOffline(false)
      void send()
    }
    const offline = () => setOffline(true)
    const look = () => document.visibilityState === 'visible' && void send()
    addEventListener('online', online)
    addEventListener('offline', offline)
    document.addEventListener('visibilitychange', look)
    return () => {
      removeEventListener('online', online)
      removeEventListener('offline', offline)
      document.removeEventListener('visibilitychange', look)
    }
  }, [send, setOffline])
  useEffect(() => {
    if (!hasUnsent) return
    const timer = setInterval(() => void send(), RETRY_MS)
    return () => clearInterval(timer)
  }, [send, hasUnsent])
}

/** One window sends at a time. Where a page has no locks (plain http in a bar's network) the keys still keep everything single. */
async function once(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('estoqueuni.outbox', { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work()
  })
}
