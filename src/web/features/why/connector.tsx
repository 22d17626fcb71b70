/** Lines that run together from `count` places into one, or apart into them. For the eye only: the words beside say the same. */
export function Connector({
  count,
  isApart = false,
}: {
  readonly count: number
  readonly isApart?: boolean
}) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className={`hidden h-full w-full text-edge lg:block ${isApart ? '-scale-x-100' : ''}`}
    >
      {Array.from({ length: count }, (_, index) => {
        const y = ((index + 0.5) / count) * 100
        return (
          <path
            key={y}
            d={`M0,${y} C55,${y} 45,50 100,50`}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        )
      })}
    </svg>
  )
}
