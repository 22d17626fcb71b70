import { useRef } from 'react'

/**
 * Gives the focus back to what opened a dialog when the dialog goes, for dialogs that have no trigger of their own; to the content of
 * the screen when that is gone by then, or when `isLeaving` says that the person went elsewhere.
 */
export function useReturningFocus(isLeaving: () => boolean = () => false) {
  const opener = useRef<HTMLElement | null>(null)
  return {
    onOpenAutoFocus: () => {
      opener.current = openerOf(document.activeElement)
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      // The next dialog of a chain is open already, and has the focus.
      if (document.querySelector('[role=dialog]') !== null) return
      const isThere = opener.current?.isConnected === true && opener.current !== document.body
      const target = isThere && !isLeaving() ? opener.current : document.getElementById('conteudo')
      target?.focus({ preventScroll: true })
    },
  }
}

/** An entry of a menu is gone when the dialog is; the button of the menu is not. */
function openerOf(active: Element | null): HTMLElement | null {
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  if (typeof button === 'string') return document.getElementById(button)
  return active instanceof HTMLElement ? active : null
}
