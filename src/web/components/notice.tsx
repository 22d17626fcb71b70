import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const LOOKS = {
  good: { Icon: CircleCheck, tone: 'bg-good-tint text-good' },
  warn: { Icon: TriangleAlert, tone: 'bg-warn-tint text-warn' },
  bad: { Icon: TriangleAlert, tone: 'bg-bad-tint text-bad' },
  calm: { Icon: Info, tone: 'bg-sunken text-ink' },
} as const

/** Something that one should know before going on, with what to do about it beside it. */
export function Notice({
  tone,
  action,
  children,
}: {
  readonly tone: keyof typeof LOOKS
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  const look = LOOKS[tone]
  return (
    <div className={`flex flex-wrap items-center gap-3 rounded-card p-4 font-medium ${look.tone}`}>
      <look.Icon size={20} aria-hidden="true" className="shrink-0" />
      <div className="min-w-0 flex-1 basis-52">{children}</div>
      {action}
    </div>
  )
}
