import { useEffect, useRef } from 'react'

/** A reader types faster than any hand. */
const LONGEST_GAP_MS = 60
const SHORTEST_CODE = 8

/** Hears a bar code reader that types like a keyboard, wherever one is, unless something is being typed. */
export function useWedge(onCode: (code: string) => void): void {
  const heard = useRef({ text: '', at: 0 })
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return
      const isLate = event.timeStamp - heard.current.at > LONGEST_GAP_MS
      if (/^\d$/.test(event.key)) {
        heard.current = { text: (isLate ? '' : heard.current.text) + event.key, at: event.timeStamp }
      } else if (event.key === 'Enter' && heard.current.text.length >= SHORTEST_CODE && !isLate) {
        event.preventDefault()
        onCode(heard.current.text)
        heard.current = { text: '', at: 0 }
      }
    }
    addEventListener('keydown', key, { capture: true })
    return () => removeEventListener('keydown', key, { capture: true })
  }, [onCode])
}
