import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const Actions = createContext<HTMLElement | null>(null)

/** Where the actions of the screen stand, for what belongs there but knows its part only further below. */
export function usePageActions(): HTMLElement | null {
  return useContext(Actions)
}

/** A screen: its title (also the window's), what it is about, and its actions. */
export function Page({
  title,
  note,
  actions,
  children,
  isWide = false,
}: {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly isWide?: boolean
}) {
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  useEffect(() => {
    document.title = `${title} · EstoqueUni`
  }, [title])
  return (
    <div
      className={`mx-auto flex w-full flex-col gap-4 p-4 md:p-6 ${isWide ? 'max-w-[1500px]' : 'max-w-5xl'}`}
    >
      {/* As high as a button: one that comes later moves nothing. */}
      <header className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h1 className="text-title font-bold tracking-tight">{title}</h1>
          {note !== undefined && <p className="text-note text-soft">{note}</p>}
        </div>
        <div className="flex flex-wrap gap-2">
          <span ref={setSlot} className="contents" />
          {actions}
        </div>
      </header>
      <Actions value={slot}>{children}</Actions>
    </div>
  )
}

/** A surface that groups what belongs together. */
export function Card({
  className = '',
  children,
}: {
  readonly className?: string
  readonly children: ReactNode
}) {
  return <section className={`rounded-card border border-line bg-surface ${className}`}>{children}</section>
}

/** Filters in a row that is pushed aside by thumb where it is too long, with room for the ring of the one that has the focus. */
export function PillRow({
  label,
  isOneLine = false,
  children,
}: {
  readonly label?: string
  /** It stays one line also where there is room for more, so that nothing below it moves when its counts arrive. */
  readonly isOneLine?: boolean
  readonly children: ReactNode
}) {
  return (
    <div
      {...(label === undefined ? {} : { role: 'group', 'aria-label': label })}
      className={`-mx-4 flex min-w-0 gap-2 overflow-x-auto scroll-px-4 px-4 py-1 md:-mx-1 md:px-1 ${isOneLine ? '' : 'md:flex-wrap'}`}
    >
      {children}
    </div>
  )
}

/** A filter that is on or off; those of a group stand in a row. */
export function FilterPill({
  isOn,
  onClick,
  children,
}: {
  readonly isOn: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={`inline-flex h-11 shrink-0 items-center gap-1.5 rounded-pill border px-4 text-text font-semibold whitespace-nowrap ${
        isOn ? 'border-ink bg-ink text-ground' : 'border-line bg-surface text-soft hover:border-edge'
      }`}
    >
      {children}
    </button>
  )
}
