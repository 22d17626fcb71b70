import { createContext, useContext } from 'react'

/** True within what is only printed. */
export const OnPaper = createContext(false)

/** Whether this stands on paper: it has to say the same tomorrow, and nobody can press it. */
export function useIsOnPaper(): boolean {
  return useContext(OnPaper)
}
