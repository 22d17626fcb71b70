import type { ButtonHTMLAttributes, ReactNode } from 'react'

type Look = 'main' | 'plain' | 'quiet' | 'danger'
type Size = 'usual' | 'large' | 'small'

const LOOKS: Readonly<Record<Look, string>> = {
  main: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'bg-surface text-ink border border-line hover:border-edge',
  quiet: 'text-ink hover:bg-sunken',
  danger: 'bg-bad-tint text-bad hover:opacity-85',
}
const SIZES: Readonly<Record<Size, string>> = {
  small: 'h-9 px-3 text-text',
  usual: 'h-11 px-4 text-text',
  large: 'h-14 px-5 text-lead',
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: Look
  readonly size?: Size
  readonly children: ReactNode
}

/** How a button looks, for links that act as one. */
export function buttonClass(look: Look = 'plain', size: Size = 'usual'): string {
  return `inline-flex items-center justify-center gap-2 rounded-control font-semibold whitespace-nowrap select-none transition-colors duration-100 disabled:opacity-50 disabled:cursor-default ${LOOKS[look]} ${SIZES[size]}`
}

/** How the button of a menu looks, with its menu closed and open. */
export const MENU_BUTTON =
  'grid size-11 shrink-0 place-items-center rounded-control text-soft hover:bg-sunken hover:text-ink data-[state=open]:bg-sunken'

/** A button; `main` is the one action of a screen, 44 px high, `large` 56 px for the till. */
export function Button({
  look = 'plain',
  size = 'usual',
  className = '',
  type = 'button',
  ...rest
}: ButtonProps) {
  return <button type={type} className={`${buttonClass(look, size)} ${className}`} {...rest} />
}

/** A button that is only an icon; `label` is what it says aloud. */
export function IconButton({
  label,
  className = '',
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly label: string; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-grid size-11 shrink-0 place-items-center rounded-control text-soft hover:bg-sunken hover:text-ink ${className}`}
      {...rest}
    >
      {children}
    </button>
  )
}
