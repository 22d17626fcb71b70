import { useEffect } from 'react'

/** The id of the list of what the search found. */
export const SEARCH_LIST = 'achados'

/*
 * Ctrl+K and what is typed after it belong to the search from the first moment on: on a slow device whoever knows the keys is faster
 * than the code of the search, and than the frame itself. What comes before the search has the focus is kept for it.
 */
let isAwaited = false
let typed = ''
let open: (() => void) | null = null

/** Hears Ctrl+K on every screen, from before there is one. */
export function hearSearchKey(): void {
  addEventListener('keydown', hear, { capture: true })
}

function hear(event: KeyboardEvent): void {
  const { key, target } = event
  const isCommand = event.ctrlKey || event.metaKey || event.altKey
  if (isCommand && !event.altKey && key.toLowerCase() === 'k') {
    event.preventDefault()
    askForSearch()
  } else if (isAwaited && !isCommand) {
    // Before the frame stands a field can only be one of the door's, where nobody waits for a search.
    if (key === 'Escape' || (open === null && target instanceof HTMLInputElement)) forgetSearch()
    else keep(event)
  }
}

function keep(event: KeyboardEvent): void {
  const { key } = event
  if (key.length > 1 && key !== 'Backspace' && key !== 'Enter') return
  event.preventDefault()
  event.stopPropagation()
  if (key.length === 1) typed += key
  if (key === 'Backspace') typed = typed.slice(0, -1)
}

/** Opens the search, or goes back to it where it is open. */
export function askForSearch(): void {
  const field = document.querySelector<HTMLElement>(`[aria-controls=${SEARCH_LIST}]`)
  isAwaited = field === null
  if (field === null) open?.()
  else field.focus()
}

/** Nobody waits for the search any more. */
export function forgetSearch(): void {
  isAwaited = false
  typed = ''
}

/** What was typed for the search before it had the focus; from now on it hears for itself. */
export function takeTyped(): string {
  const taken = typed
  forgetSearch()
  return taken
}

/** Has `onAsk` open the search when it is asked for, also when that was before the frame stood. */
export function useSearchKey(onAsk: () => void): void {
  useEffect(() => {
    open = onAsk
    if (isAwaited) onAsk()
    return () => {
      open = null
    }
  })
}
