import type { ReactNode } from 'react'
import { Crate } from '../../components/glyphs/crate.tsx'

/** The frame of the screens before one is inside. */
export function EnterPage({
  title,
  note,
  children,
}: {
  readonly title: string
  readonly note: string
  readonly children?: ReactNode
}) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[420px] flex-col justify-center gap-6 px-5 py-10">
      <title>{`${title} · EstoqueUni`}</title>
      <div className="flex items-center gap-3">
        <Crate size={6} filled={4} className="h-9 w-auto" />
        <span className="text-title font-bold tracking-tight">EstoqueUni</span>
      </div>
      <div>
        <h1 className="text-figure font-bold tracking-tight">{title}</h1>
        <p className="text-lead text-soft">{note}</p>
      </div>
      {children}
    </main>
  )
}
