import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Permission } from '../../contract/permissions.ts'
import { admin } from '../lib/admin-calls.ts'
import { api } from '../lib/api.ts'
import { isOffline, isSignedOut } from '../lib/refusal-text.ts'
import { type DeviceBranch, deviceBranch } from './device-branch.ts'
import {
  forgetSession,
  type Kept,
  keepBranch,
  keepSession,
  keptBranch,
  keptSession,
  type Me,
  type Settings,
} from './session-store.ts'

/** The person at this screen. */
export type Session = {
  readonly me: Me
  readonly settings: Settings
  /** The branch that this device works in, while it has one. */
  readonly branch: Me['branches'][number] | undefined
  /** Whether it has one, and if not, why. */
  readonly place: DeviceBranch
  /** Active branches that the person reaches. */
  readonly branches: Me['branches']
  chooseBranch(id: string): void
  can(permission: Permission): boolean
  signOut(): Promise<void>
}

const SessionContext = createContext<Session | null>(null)

/** Who is there; `isConfirmed` once the server said so to this very page. */
export type Who = Kept & { readonly isConfirmed: boolean }

const WHO = 'who'

/** Who is signed in: asked of the server; until it answers, and without network, whom it last confirmed. */
export function useWho() {
  return useQuery({ queryKey: [WHO], queryFn: whoIsThere, staleTime: 60_000 })
}

/**
 * Lets the screens begin with whom the server last confirmed, while it is asked again: on a slow network that is most of the wait.
 * Whatever they ask is answered for the cookie alone, and nothing is sent from the outbox before the answer.
 */
export function beginWithKeptSession(client: QueryClient): void {
  const kept = keptSession(Date.now())
  if (kept !== null) client.setQueryData<Who>([WHO], { ...kept, isConfirmed: false }, { updatedAt: 0 })
}

/** Whether the server has said to this page, or says now that it is asked, that this company's person is there. */
export async function isThere(client: QueryClient, tenant_id: string): Promise<boolean> {
  const said = () => client.getQueryData<Who>([WHO])
  if (said()?.isConfirmed !== true) await client.refetchQueries({ queryKey: [WHO] }, { cancelRefetch: false })
  return said()?.isConfirmed === true && said()?.me.tenant.id === tenant_id
}

async function whoIsThere(): Promise<Who> {
  try {
    const [me, settings] = await Promise.all([api.auth.me(), admin.settings()])
    const confirmed_at = Date.now()
    keepSession(me, settings, confirmed_at)
    return { me, settings, confirmed_at, isConfirmed: true }
  } catch (error) {
    const kept = isOffline(error) ? keptSession(Date.now()) : null
    if (kept === null) throw error
    return { ...kept, isConfirmed: false }
  }
}

/** Hands the session down; it is the same one as long as the server says the same, and nothing is drawn again for it. */
export function SessionProvider({
  kept: { me, settings },
  children,
}: {
  readonly kept: Kept
  readonly children: ReactNode
}) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState(keptBranch)
  const place = useMemo(() => deviceBranch(me.branches, chosen), [me, chosen])
  const branch = place.kind === 'in' ? place.branch : undefined
  const branch_id = branch?.id
  // A device that began where there was nothing to choose stays there when others are made.
  useEffect(() => {
    if (branch_id === undefined || branch_id === chosen) return
    keepBranch(branch_id)
    setChosen(branch_id)
  }, [branch_id, chosen])
  const session = useMemo((): Session => {
    const permissions = new Set(me.permissions)
    return {
      me,
      settings,
      branches: me.branches.filter((one) => one.is_active),
      branch,
      place,
      chooseBranch: (id) => {
        keepBranch(id)
        setChosen(id)
      },
      can: (permission) => permissions.has(permission),
      signOut: async () => {
        // Who is out already wanted nothing else.
        await api.auth.signOut().catch((error: unknown) => {
          if (!isSignedOut(error)) throw error
        })
        forgetSession()
        client.clear()
        location.assign('/')
      },
    }
  }, [me, settings, branch, place, client])
  return <SessionContext value={session}>{children}</SessionContext>
}

/** The session; only within the frame, where there always is one. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('there is no session outside the frame')
  return session
}
