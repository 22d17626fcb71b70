import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import type { Permission } from '../../contract/permissions.ts'
import { Empty, Failure, SkeletonRows } from '../components/states.tsx'
import { FirstAccess } from '../features/enter/first-access.tsx'
import { Invitation } from '../features/enter/invitation.tsx'
import { SignIn } from '../features/enter/sign-in.tsx'
import { signingClient } from '../lib/api.ts'
import { isSignedOut } from '../lib/refusal-text.ts'
import { m } from '../messages/messages.ts'
import { OutboxProvider } from '../offline/outbox.tsx'
import { SessionProvider, useSession, useWho } from '../session/session.tsx'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'
import { SCREENS } from './screens.ts'

/** Everything: the screens before one is inside, and those behind. */
export function App() {
  return (
    <Routes>
      <Route path="/convite" element={<Invitation />} />
      <Route path="*" element={<Inside />} />
    </Routes>
  )
}

function Inside() {
  const who = useWho()
  if (isSignedOut(who.error)) return <Door />
  if (who.data === undefined) {
    if (who.isPending) return <Threshold />
    return <Failure error={who.error} onRetry={() => void who.refetch()} />
  }
  return (
    <SessionProvider kept={who.data}>
      <OutboxProvider tenant_id={who.data.me.tenant.id}>
        <Routes>
          <Route element={<Frame />}>
            <Route index element={<Home />} />
            {SCREENS.map(({ path, needs, load }) => (
              <Route key={path} path={path} element={<Screen needs={needs} Content={pageOf(path, load)} />} />
            ))}
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </OutboxProvider>
    </SessionProvider>
  )
}

/** Whoever sells lands at the till, whoever does not at the stock. */
function Home() {
  const { can } = useSession()
  const isPhone = matchMedia('(max-width: 767px)').matches
  return <Navigate to={can('stock.sell') && isPhone ? '/vender' : '/estoque'} replace />
}

/** The door: first access while there is no company, else signing in. */
function Door() {
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => signingClient().auth.setupState() })
  if (setup.isPending) return <Threshold />
  if (setup.isError) return <Failure error={setup.error} onRetry={() => void setup.refetch()} />
  return setup.data.is_needed ? <FirstAccess needsCode={setup.data.needs_code} /> : <SignIn />
}

function Screen({ needs, Content }: { readonly needs: Permission; readonly Content: () => ReactNode }) {
  const { can } = useSession()
  if (!can(needs)) return <Empty title={m.states.forbiddenTitle}>{m.states.forbiddenText}</Empty>
  return (
    <Suspense fallback={<Waiting />}>
      <Content />
    </Suspense>
  )
}

/** Before it is known who is there; it begins as index.html does, so that nothing moves. */
function Threshold() {
  return (
    <div className="mx-auto max-w-5xl p-4 md:p-6">
      <p className="pb-6 text-lead font-bold tracking-tight">EstoqueUni</p>
      <SkeletonRows />
    </div>
  )
}

const pages = new Map<string, () => ReactNode>()

/** Each screen is fetched when it is first shown, and stays the same component ever after. */
function pageOf(path: string, load: () => Promise<{ readonly default: () => ReactNode }>): () => ReactNode {
  const known = pages.get(path)
  if (known !== undefined) return known
  const Lazy = lazy(load)
  const Page = () => <Lazy />
  pages.set(path, Page)
  return Page
}

function Waiting() {
  return (
    <div className="mx-auto max-w-5xl p-4 md:p-6">
      <SkeletonRows />
    </div>
  )
}
