import { CircleUser, Ellipsis, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, NavLink, Outlet, useLocation } from 'react-router'
import { CrashGuard } from '../components/crash-guard.tsx'
import { Crate } from '../components/glyphs/crate.tsx'
import { Sheet } from '../components/sheet.tsx'
import { useLiveStock } from '../lib/use-live.ts'
import { m } from '../messages/messages.ts'
import { useSession } from '../session/session.tsx'
import { AccountPanel } from './account-panel.tsx'
import { BranchChoice } from './branch-choice.tsx'
import { NetworkLine } from './network-line.tsx'
import { Palette } from './palette.tsx'
import { BAR_PATHS, GROUPS, type Place } from './places.ts'
import { SCREENS } from './screens.ts'
import { UpdateNotice } from './update-notice.tsx'

/** The frame around every screen: a rail on a laptop, a bar under the thumb on a phone. */
export function Frame() {
  const [open, setOpen] = useState<'search' | 'more' | 'account' | null>(null)
  const { pathname } = useLocation()
  const { place } = useSession()
  const close = () => setOpen(null)
  useLiveStock()
  useSearchKey(() => setOpen('search'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere closes what was open
  useEffect(close, [pathname])
  return (
    <div className="flex min-h-dvh">
      <a
        href="#conteudo"
        className="sr-only z-50 rounded-control bg-accent p-3 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {m.nav.skip}
      </a>
      <Rail onSearch={() => setOpen('search')} onAccount={() => setOpen('account')} />
      <main
        id="conteudo"
        tabIndex={-1}
        className="min-w-0 flex-1 pb-[calc(4.5rem+env(safe-area-inset-bottom))] outline-none md:pb-0"
      >
        <div className="md:hidden">
          <NetworkLine isLoudOnly />
        </div>
        <CrashGuard resetKey={pathname}>
          {place.kind === 'unchosen' || place.kind === 'lost' ? <BranchChoice place={place} /> : <Outlet />}
        </CrashGuard>
      </main>
      <BottomBar onMore={() => setOpen('more')} />
      <Palette isOpen={open === 'search'} onClose={close} />
      <Sheet title={m.nav.mais} isOpen={open === 'more'} onClose={close}>
        <button
          type="button"
          onClick={() => setOpen('search')}
          className="mb-3 flex h-12 w-full items-center gap-3 rounded-control border border-line bg-surface px-4 text-left text-soft"
        >
          <Search size={18} aria-hidden="true" />
          {m.search.short}
        </button>
        <PlaceList />
        <div className="mt-4 border-line border-t pt-4">
          <AccountPanel />
        </div>
      </Sheet>
      <Sheet title={m.nav.mais} isOpen={open === 'account'} onClose={close}>
        <AccountPanel />
      </Sheet>
      <UpdateNotice />
    </div>
  )
}

function useSearchKey(onKey: () => void) {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onKey()
      }
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  })
}

/** The places that are built and that the person may enter. */
export function useGroups() {
  const { can } = useSession()
  const built = new Set(SCREENS.map((screen) => screen.path))
  return GROUPS.map((group) => ({
    ...group,
    places: group.places.filter(({ path, needs }) => built.has(path) && can(needs)),
  })).filter((group) => group.places.length > 0)
}

function Rail({ onSearch, onAccount }: { readonly onSearch: () => void; readonly onAccount: () => void }) {
  const { me, branch } = useSession()
  return (
    <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-line border-r bg-surface md:flex">
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
      <nav aria-label={m.nav.main} className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
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

function PlaceList() {
  return useGroups().map((group) => (
    <div key={group.label} className="mt-3 first:mt-1">
      <h2 className="px-2.5 pb-1 text-note font-semibold text-soft">{group.label}</h2>
      <ul>
        {group.places.map((place) => (
          <li key={place.path}>
            <PlaceLink place={place} />
          </li>
        ))}
      </ul>
    </div>
  ))
}

function PlaceLink({ place: { path, label, Icon } }: { readonly place: Place }) {
  return (
    <NavLink
      to={path}
      className="flex h-11 items-center gap-3 rounded-control px-2.5 font-medium text-ink hover:bg-sunken aria-[current=page]:bg-accent-tint aria-[current=page]:text-accent md:h-9"
    >
      <Icon size={18} aria-hidden="true" />
      {label}
    </NavLink>
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
      className="safe-bottom fixed inset-x-0 bottom-0 z-20 flex border-line border-t bg-surface md:hidden"
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
