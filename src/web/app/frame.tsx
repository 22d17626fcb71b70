import { CircleUser, Ellipsis, Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Link, NavLink, Outlet, useLocation } from 'react-router'
import { CrashGuard } from '../components/crash-guard.tsx'
import { Crate } from '../components/glyphs/crate.tsx'
import { useCalm } from '../lib/use-calm.ts'
import { useLiveStock } from '../lib/use-live.ts'
import { useIsPhone } from '../lib/use-media.ts'
import { m } from '../messages/messages.ts'
import { useSession } from '../session/session.tsx'
import { BranchChoice } from './branch-choice.tsx'
import type { FrameDialog } from './frame-dialogs.tsx'
import { NetworkLine } from './network-line.tsx'
import { PlaceList, useGroups } from './place-list.tsx'
import { BAR_PATHS } from './places.ts'
import { askForSearch, forgetSearch, useSearchKey } from './search-key.ts'
import { UpdateNotice } from './update-notice.tsx'

// Nobody searches or leaves before the first screen stands: it is fetched after that, or when it is asked for.
const FrameDialogs = lazy(async () => {
  try {
    return { default: (await import('./frame-dialogs.tsx')).FrameDialogs }
  } catch (error) {
    forgetSearch()
    throw error
  }
})

/** The frame around every screen: a rail on a laptop, a bar under the thumb on a phone. */
export function Frame() {
  const [open, setOpen] = useState<FrameDialog | null>(null)
  const isPhone = useIsPhone()
  const isCalm = useCalm()
  const { pathname } = useLocation()
  const { place } = useSession()
  useLiveStock(isCalm)
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere closes what was open
  useEffect(() => setOpen(null), [pathname])
  // After that, so that who asks for the search while the first screen is still being led to gets it.
  useSearchKey(() => setOpen('search'))
  return (
    <div className="flex min-h-dvh">
      <a
        href="#conteudo"
        className="sr-only z-50 rounded-control bg-accent p-3 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {m.nav.skip}
      </a>
      {!isPhone && <Rail onSearch={askForSearch} onAccount={() => setOpen('account')} />}
      <main
        id="conteudo"
        tabIndex={-1}
        className="min-w-0 flex-1 pb-[calc(4.5rem+env(safe-area-inset-bottom))] outline-none md:pb-0"
      >
        {isPhone && <NetworkLine isLoudOnly />}
        <CrashGuard resetKey={pathname}>
          {place.kind === 'unchosen' || place.kind === 'lost' ? <BranchChoice place={place} /> : <Outlet />}
        </CrashGuard>
      </main>
      {isPhone && <BottomBar onMore={() => setOpen('more')} />}
      {(isCalm || open !== null) && (
        <Suspense>
          <FrameDialogs open={open} onOpen={setOpen} />
        </Suspense>
      )}
      {isCalm && <UpdateNotice />}
    </div>
  )
}

function Rail({ onSearch, onAccount }: { readonly onSearch: () => void; readonly onAccount: () => void }) {
  const { me, branch } = useSession()
  const { pathname } = useLocation()
  const places = useRef<HTMLElement>(null)
  // On a low screen the list is longer than its room: where one is stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is the present one
  useEffect(() => {
    places.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  return (
    <aside className="sticky top-0 flex h-dvh w-56 shrink-0 flex-col border-line border-r bg-surface">
      <Link to="/" className="flex items-center gap-2.5 px-5 pt-5 pb-4 text-lead font-bold tracking-tight">
        <Crate size={6} filled={4} className="h-6 w-auto" />
        EstoqueUni
      </Link>
      <button
        type="button"
        onClick={onSearch}
        className="mx-3 flex h-10 items-center gap-2 rounded-control border border-line px-3 text-soft hover:border-edge"
      >
        <Search size={16} aria-hidden="true" />
        {m.actions.search}
        <kbd className="ml-auto rounded border border-line px-1.5 font-sans text-note">Ctrl K</kbd>
      </button>
      <nav
        ref={places}
        aria-label={m.nav.main}
        className="min-h-0 flex-1 scroll-py-2 overflow-y-auto px-3 py-2"
      >
        <PlaceList />
      </nav>
      <div className="border-line border-t p-3">
        <NetworkLine />
        <button
          type="button"
          onClick={onAccount}
          className="mt-1 flex w-full items-center gap-2.5 rounded-control px-2 py-2 text-left hover:bg-sunken"
        >
          <CircleUser size={22} className="shrink-0 text-soft" aria-hidden="true" />
          <span className="min-w-0">
            <span className="block truncate font-medium">{me.user.name}</span>
            <span className="block truncate text-note text-soft">{branch?.name}</span>
          </span>
        </button>
      </div>
    </aside>
  )
}

function BottomBar({ onMore }: { readonly onMore: () => void }) {
  const places = useGroups().flatMap((group) => group.places)
  const shown = BAR_PATHS.flatMap((path) => places.filter((place) => place.path === path)).slice(0, 4)
  const item =
    'flex h-16 flex-auto flex-col items-center justify-center gap-1 text-note font-medium text-soft aria-[current=page]:text-accent'
  return (
    <nav
      aria-label={m.nav.main}
      className="safe-bottom fixed inset-x-0 bottom-0 z-20 flex border-line border-t bg-surface"
    >
      {shown.map(({ path, label, Icon }) => (
        <NavLink key={path} to={path} className={item}>
          <Icon size={22} aria-hidden="true" />
          {label}
        </NavLink>
      ))}
      <button type="button" onClick={onMore} className={item}>
        <Ellipsis size={22} aria-hidden="true" />
        {m.nav.mais}
      </button>
    </nav>
  )
}
