/** A thing taller than this part of the window is looked at from where it is. */
const MOST_OF_WINDOW = 0.5

/**
 * Brings wholly into sight what gets the focus by keyboard. Browsers leave alone what can be seen in part: a filter at the end of its
 * row, a button half behind the bar of a phone.
 */
export function keepFocusInSight(): void {
  addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return
    const seen = target.closest('label') ?? target
    if (seen.offsetHeight > innerHeight * MOST_OF_WINDOW) return
    seen.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
}
