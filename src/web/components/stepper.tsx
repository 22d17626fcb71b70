import { Minus, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { m } from '../messages/messages.ts'

/** A whole number by thumb: less, more, or typed. `label` names what is counted. */
export function Stepper({
  label,
  value,
  onChange,
  min = 0,
  max = 10_000_000,
  className = '',
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min?: number
  readonly max?: number
  readonly className?: string
}) {
  const [typed, setTyped] = useState(String(value))
  useEffect(() => setTyped(String(value)), [value])
  const set = (next: number) => onChange(Math.max(min, Math.min(max, next)))
  const take = (text: string) => {
    setTyped(text)
    if (/^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max) onChange(Number(text))
  }
  const button =
    'grid size-12 shrink-0 place-items-center text-accent -outline-offset-2 active:bg-sunken disabled:text-soft disabled:opacity-40'
  return (
    <fieldset
      className={`inline-flex items-center overflow-hidden rounded-control border border-line bg-ground ${className}`}
    >
      <legend className="sr-only">{label}</legend>
      <button
        type="button"
        className={button}
        aria-label={m.actions.less(label)}
        disabled={value <= min}
        onClick={() => set(value - 1)}
      >
        <Minus size={20} aria-hidden="true" />
      </button>
      <input
        aria-label={label}
        inputMode="numeric"
        pattern="-?[0-9]*"
        value={typed}
        onChange={(event) => take(event.target.value.trim())}
        onBlur={() => setTyped(String(value))}
        onFocus={(event) => event.target.select()}
        className="h-12 w-14 min-w-0 flex-1 bg-transparent -outline-offset-2 text-center text-lead font-semibold"
      />
      <button
        type="button"
        className={button}
        aria-label={m.actions.more(label)}
        disabled={value >= max}
        onClick={() => set(value + 1)}
      >
        <Plus size={20} aria-hidden="true" />
      </button>
    </fieldset>
  )
}
