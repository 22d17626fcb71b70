const MOST_DRAWN = 3

/** Sealed boxes as a stack, three drawn at most: the number stands beside it. None is an outline where one would be. */
export function Stack({ boxes, className }: { boxes: number; className?: string }) {
  const drawn = Math.max(0, Math.min(MOST_DRAWN, boxes))
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden="true" focusable="false">
      {drawn === 0 && (
        <rect
          x="2"
          y="13"
          width="20"
          height="9"
          rx="1.8"
          fill="none"
          stroke="var(--edge)"
          strokeWidth="1.2"
          strokeDasharray="2.4 2"
        />
      )}
      {drawn >= 3 && (
        <rect x="5.4" y="3" width="13.2" height="5" rx="1.5" fill="var(--accent)" opacity="0.4" />
      )}
      {drawn >= 2 && (
        <rect x="3.7" y="7.4" width="16.6" height="6" rx="1.6" fill="var(--accent)" opacity="0.65" />
      )}
      {drawn >= 1 && (
        <>
          <rect x="2" y="12.4" width="20" height="9.6" rx="1.8" fill="var(--accent)" />
          <rect x="9.4" y="15" width="5.2" height="1.7" rx="0.85" fill="var(--on-accent)" />
        </>
      )}
    </svg>
  )
}
