import file from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { useEffect } from 'react'
import { useCalm } from '../lib/use-calm.ts'

let isThere = false

/**
 * Dresses the app in its own font: at once where the service worker has it on the device, else after the first screen stands with its
 * data, for on a slow network the font is a third of what would have to come before.
 */
export function OwnFont() {
  const isCalm = useCalm()
  const isTime = isCalm || isKept()
  useEffect(() => {
    if (!isTime || isThere) return
    isThere = true
    document.fonts.add(new FontFace('Inter Variable', `url(${file})`, { weight: '100 900', display: 'swap' }))
  }, [isTime])
  return null
}

function isKept(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null
}
