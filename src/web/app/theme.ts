/** Light, dark, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark'

const KEY = 'estoqueuni.theme'

/** The theme chosen on this device. */
export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
