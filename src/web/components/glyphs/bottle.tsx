import { useId } from 'react'

const BOTTLE = 'M6 1h4v6.5c0 1.2 3.4 2.4 3.4 5.6V29a2 2 0 0 1-2 2H4.6a2 2 0 0 1-2-2V13.1C2.6 9.9 6 8.7 6 7.5Z'
/** The body, where what is left is seen; the neck stays empty until the bottle is full. */
const TOP = 7.5
const BOTTOM = 31

/** An open bottle filled to its doses: `filled` of `size`. Decoration: the text stands beside it. */
export function Bottle({ size, filled, className }: { size: number; filled: number; className?: string }) {
  const clip = useId()
  const share = size === 0 ? 0 : Math.max(0, Math.min(1, filled / size))
  const height = (BOTTOM - TOP) * share
  return (
    <svg viewBox="0 0 16 32" className={className} aria-hidden="true" focusable="false">
      <clipPath id={clip}>
        <path d={BOTTLE} />
      </clipPath>
      <path d={BOTTLE} fill="var(--surface)" />
      <rect
        x="0"
        y={BOTTOM - height}
        width="16"
        height={height}
        fill="var(--accent)"
        clipPath={`url(#${clip})`}
      />
      <path d={BOTTLE} fill="none" stroke="var(--edge)" strokeWidth="1.1" />
    </svg>
  )
}
