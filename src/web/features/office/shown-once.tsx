import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { m } from '../../messages/messages.ts'

/** A secret that is shown now and never again, with a button that copies it. */
export function ShownOnce({ note, text }: { readonly note: string; readonly text: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{note}</p>
      <code className="rounded-control bg-sunken p-3 break-all select-all">{text}</code>
      {'clipboard' in navigator && (
        <Button look="main" onClick={() => void copy()}>
          {isCopied ? m.actions.copied : m.actions.copy}
        </Button>
      )}
    </div>
  )
}
