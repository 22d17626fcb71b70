import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { m } from '../messages/messages.ts'

type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'warn'
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()
const SHOWN_MS = 6_000

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something in passing; with an `action` (undo, see) it stays twice as long. */
export function toast(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  lastId += 1
  const id = lastId
  change([...toasts.slice(-2), { id, text, tone: options.tone ?? 'good', action: options.action }])
  setTimeout(() => dismiss(id), options.action === undefined ? SHOWN_MS : 2 * SHOWN_MS)
}

function dismiss(id: number): void {
  change(toasts.filter((one) => one.id !== id))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear: above the bottom bar, read aloud when the person pauses. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-3 z-[60] flex flex-col items-center gap-2 px-3"
    >
      {shown.map((one) => (
        <div
          key={one.id}
          className="rise pointer-events-auto flex max-w-full items-center gap-3 rounded-card bg-ink py-1 pr-1 pl-4 text-text text-ground shadow-float"
        >
          {one.tone === 'good' ? (
            <CircleCheck size={18} aria-hidden="true" className="shrink-0" />
          ) : (
            <TriangleAlert size={18} aria-hidden="true" className="shrink-0" />
          )}
          <span className="min-w-0 py-2">{one.text}</span>
          {one.action !== undefined && (
            <button
              type="button"
              className="h-10 shrink-0 rounded-control px-3 font-semibold underline underline-offset-4"
              onClick={() => {
                one.action?.run()
                dismiss(one.id)
              }}
            >
              {one.action.label}
            </button>
          )}
          <button
            type="button"
            aria-label={m.actions.dismiss}
            className="grid size-10 shrink-0 place-items-center rounded-control"
            onClick={() => dismiss(one.id)}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </div>
      ))}
    </div>
  )
}
