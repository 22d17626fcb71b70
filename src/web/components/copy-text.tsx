import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { IconButton } from './button.tsx'

/** A text to take elsewhere, letter by letter: selected by one click, copied by its button. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <div className="min-w-0">
      <p className="text-note font-medium text-soft">{label}</p>
      <div className="flex items-center gap-1 rounded-control bg-sunken pl-3">
        <code className="min-w-0 flex-1 py-2.5 text-note break-all select-all">{text}</code>
        {'clipboard' in navigator && (
          <IconButton
            label={isCopied ? m.actions.copied : `${m.actions.copy}: ${label}`}
            onClick={() => void copy()}
          >
            {isCopied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          </IconButton>
        )}
      </div>
    </div>
  )
}
