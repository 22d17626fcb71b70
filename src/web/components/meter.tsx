/** How much of a limit is used, as a bar with its numbers in words beside it. */
export function Meter({
  label,
  value,
  max,
  text,
  isHigh = false,
}: {
  readonly label: string
  readonly value: number
  readonly max: number
  readonly text: string
  readonly isHigh?: boolean
}) {
  const share = max === 0 ? 0 : Math.min(100, (value / max) * 100)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-between gap-3 text-note text-soft">
        <span>{label}</span>
        <span className="font-semibold text-ink">{text}</span>
      </div>
      <div aria-hidden="true" className="h-2 overflow-hidden rounded-pill bg-sunken">
        <div
          className={`h-full rounded-pill ${isHigh ? 'bg-warn' : 'bg-accent'}`}
          style={{ width: value > 0 ? `max(4px, ${share}%)` : 0 }}
        />
      </div>
    </div>
  )
}
