import { useMemo } from 'react'
import { newKey } from './api.ts'

/** The key of a write: the same while its content is the same, so a second press or a second try does it once. */
export function useCommandKey(content: unknown): string {
  const text = JSON.stringify(content)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another content is another operation and gets another key
  return useMemo(() => newKey(), [text])
}
