import type { Page } from 'playwright-core'

/** Has Chromium say how it names a control to a screen reader (`computedName`). */
export const NAMING = ['--enable-blink-features=ComputedAccessibilityInfo']

/** Keys pressed between two looks, and the most that are pressed on one screen. */
const STRIDE = 12
const MOST_STEPS = 400

/**
 * In the page: what a pointer can act on within `root`, and what the focus met of it since. A control is what is one by its element or
 * role; whatever else shows a hand or hears clicks has to lie within one.
 */
const CENSUS = (root: string) => `(() => {
  const CONTROL = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]'
  const GROUPS = { tab: '[role=tablist]', menuitem: '[role=menu]', menuitemcheckbox: '[role=menu]' }
  const root = [...document.querySelectorAll(${JSON.stringify(root)})].at(-1)
  for (const one of root.querySelectorAll('details')) one.open = true
  const box = (one) => one.getBoundingClientRect()
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && box(one).width * box(one).height > 0
  const isOff = (one) => one.matches(':disabled') || one.closest('[inert], [aria-hidden=true]') !== null
  const hears = (one) => {
    const key = Object.keys(one).find((name) => name.startsWith('__reactProps$'))
    return key !== undefined && ['onClick', 'onMouseDown', 'onPointerDown'].some((name) => name in one[key])
  }
  const text = (one) => (one.computedName || one.textContent || '').trim().replaceAll(/\\s+/g, ' ').slice(0, 60)
  const say = (one) => one.tagName.toLowerCase() + ' "' + text(one) + '" ' + (one.getAttribute('class') ?? '').slice(0, 60)
  const groupOf = (one) => one.type === 'radio'
    ? [...root.querySelectorAll('input[type=radio]')].filter((other) => other.name === one.name)
    : one.role === 'option'
    ? [...root.querySelectorAll('[aria-controls="' + one.parentElement.id + '"]')]
    : [...(one.closest(GROUPS[one.role] ?? 'no-group')?.querySelectorAll('[role=' + one.role + ']') ?? [one])]
  const all = [...root.querySelectorAll('*')].filter((one) => isShown(one) && !isOff(one))
  const controls = all.filter((one) => one.matches(CONTROL) && (one.tabIndex >= 0 || one.matches('button, a, input, select, textarea')))
  const strangers = all.filter((one) => !one.matches(CONTROL) && one.closest(CONTROL) === null
    && (hears(one) || (getComputedStyle(one).cursor === 'pointer' && getComputedStyle(one.parentElement).cursor !== 'pointer'))
    && !(one.matches('label') && one.control !== null))
  const clips = (one, side) => {
    const style = getComputedStyle(one)
    const isAcross = side === 'left' || side === 'right'
    const room = isAcross ? one.scrollWidth - one.clientWidth : one.scrollHeight - one.clientHeight
    return style[isAcross ? 'overflowX' : 'overflowY'] !== 'visible' && room <= 1
  }
  const isCut = (one, reach) => ['left', 'right', 'top', 'bottom'].some((side) => {
    const sign = side === 'left' || side === 'top' ? -1 : 1
    for (let at = one.parentElement; at !== null && at !== document.body; at = at.parentElement)
      if (clips(at, side) && (box(one)[side] + sign * reach - box(at)[side]) * sign > 0.5) return true
    return false
  })
  const ring = (one) => {
    const carrier = box(one).width > 4 ? one : one.closest('label') ?? one.parentElement
    const style = getComputedStyle(carrier)
    const width = parseFloat(style.outlineWidth)
    if (style.outlineStyle === 'none' || !(width >= 2)) return 'shows no focus'
    return isCut(carrier, width + parseFloat(style.outlineOffset)) ? 'has its ring of focus cut' : null
  }
  const isHidden = (one) => {
    const { left, top, width, height } = box(one.matches('.sr-only') ? one.closest('label') ?? one : one)
    // Of what is taller than that one sees where it begins.
    if (height > innerHeight / 2) return false
    const there = document.elementFromPoint(left + width / 2, top + height / 2)
    return there === null || !(one.contains(there) || there.contains(one) || there.closest('label')?.contains(one))
  }
  // Looked at by the next key, when the focus has come to rest: what hands it on shows nothing of its own.
  const look = () => {
    const now = document.activeElement
    if (now === root || !root.contains(now) || seen.has(now)) return
    seen.add(now)
    const wrong = ring(now) ?? (isHidden(now) ? 'has the focus where nobody sees it' : null)
    if (wrong !== null) faults.push(say(now) + ' ' + wrong)
    if ((now.computedName ?? '?') === '') faults.push(say(now) + ' has no name')
  }
  const seen = new Set()
  const met = new Set()
  const faults = strangers.map((one) => 'only a pointer reaches ' + say(one))
  const meet = ({ target }) => {
    if (!root.contains(target)) {
      if (met.size > 0) state.isThrough = true
      return
    }
    if (met.has(target) && target !== state.last) state.isThrough = true
    state.last = target
    if (met.has(target)) return
    met.add(target)
  }
  const still = new CSSStyleSheet()
  still.replaceSync('* { transition: none !important }')
  document.adoptedStyleSheets = [still]
  document.addEventListener('focusin', meet)
  document.addEventListener('keydown', look, { capture: true })
  const state = {
    isThrough: false,
    last: null,
    met,
    hasLeft: () => state.isThrough || (met.size > 0 && document.activeElement === document.body),
    end: () => {
      look()
      document.removeEventListener('focusin', meet)
      document.removeEventListener('keydown', look, { capture: true })
      const unmet = controls.filter((one) => one.isConnected && isShown(one) && !groupOf(one).some((other) => met.has(other)))
      return { count: controls.length, faults: [...faults, ...unmet.map((one) => 'Tab never reaches ' + say(one))] }
    },
  }
  globalThis.census = state
  if (root.contains(document.activeElement)) meet({ target: document.activeElement })
})()`

/**
 * Goes through everything within `root` (the last one of that selector) by Tab, until the focus leaves it or begins anew; in a dialog,
 * which keeps the focus, until there is nothing new. Gives how many controls there are and what is wrong with any.
 */
export async function walk(page: Page, root: string): Promise<{ count: number; faults: string[] }> {
  await page.evaluate(CENSUS(root))
  const look = () =>
    page.evaluate<{ hasLeft: boolean; met: number; isDialog: boolean }>(`({
    hasLeft: census.hasLeft(),
    met: census.met.size,
    isDialog: document.activeElement.closest('[role=dialog]') !== null,
  })`)
  let before = await look()
  let isTrap = true
  for (let steps = 0; isTrap && steps < MOST_STEPS; steps += STRIDE) {
    for (let step = 0; step < STRIDE; step += 1) await page.keyboard.press('Tab')
    const now = await look()
    isTrap = !(now.hasLeft || (now.isDialog && now.met === before.met))
    before = now
  }
  const { count, faults } = await page.evaluate<{ count: number; faults: string[] }>('census.end()')
  return { count, faults: isTrap ? [...faults, 'the focus never gets out'] : faults }
}
