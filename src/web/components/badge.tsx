import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

const TONES = {
  good: 'text-good bg-good-tint',
  warn: 'text-warn bg-warn-tint',
  bad: 'text-bad bg-bad-tint',
  calm: 'text-soft bg-sunken',
} as const
/** How a state feels; it is never told by colour alone. */
export type Tone = keyof typeof TONES

/** A state in an icon, a word and a colour. */
export function Badge({
  tone,
  Icon,
  children,
}: {
  readonly tone: Tone
  readonly Icon: LucideIcon
  readonly children: ReactNode
}) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-pill px-2.5 py-1 text-note font-semibold whitespace-nowrap ${TONES[tone]}`}
    >
      <Icon size={14} strokeWidth={2.5} aria-hidden="true" />
      {children}
    </span>
  )
}
