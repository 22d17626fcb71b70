import { crateLayout, type Place } from './crate-layout.ts'

/** An open box drawn as the crate it is: `filled` of its `size` places taken. Decoration: the text stands beside it. */
export function Crate({ size, filled, className }: { size: number; filled: number; className?: string }) {
  const { width, height, places, share } = crateLayout(size, filled)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={className} aria-hidden="true" focusable="false">
      <rect
        x="0.6"
        y="0.6"
        width={width - 1.2}
        height={height - 1.2}
        rx="2.6"
        fill="var(--surface)"
        stroke="var(--edge)"
        strokeWidth="1.1"
      />
      <path d={dots(places.filter(({ isFilled }) => !isFilled))} stroke="var(--line)" {...DOT} />
      <path d={dots(places.filter(({ isFilled }) => isFilled))} stroke="var(--accent)" {...DOT} />
      {places.length === 0 && (
        <>
          <rect x="3" y="3" width={width - 6} height={height - 6} rx="1.2" fill="var(--line)" />
          <rect x="3" y="3" width={(width - 6) * share} height={height - 6} rx="1.2" fill="var(--accent)" />
        </>
      )}
    </svg>
  )
}

const DOT = { strokeWidth: 4.2, strokeLinecap: 'round' } as const

/** All places of a kind in one path: a list draws hundreds of crates, and an element for each place is most of what it costs. */
function dots(places: readonly Place[]): string {
  return places.map(({ x, y }) => `M${x} ${y}h.01`).join('')
}
