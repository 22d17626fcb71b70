import { registerSW } from 'virtual:pwa-register'
import { useEffect } from 'react'
import { toast } from '../components/toasts.tsx'
import { m } from '../messages/messages.ts'

let isRegistered = false

/** Keeps the app on the device, and says when a newer one is ready; nobody is interrupted in a sale. */
export function UpdateNotice() {
  useEffect(() => {
    if (isRegistered) return
    isRegistered = true
    const update = registerSW({
      onNeedRefresh: () =>
        toast(m.network.newVersion, {
          action: { label: m.network.update, run: () => void update(true) },
        }),
    })
  }, [])
  return null
}
