import { lazy, Suspense, useState } from 'react'
import { m } from '../messages/messages.ts'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'
import { Sheet } from './sheet.tsx'
import { Skeleton } from './states.tsx'

const Camera = lazy(async () => ({ default: (await import('./camera.tsx')).Camera }))

/**
 * The camera in a dialog, and a field for codes that it cannot read; the code reader is fetched when it is first opened. `onCode` says
 * whether the code was taken, which closes it.
 */
export function ScanSheet({
  onCode,
  onClose,
}: {
  readonly onCode: (code: string) => boolean
  readonly onClose: () => void
}) {
  const take = (code: string) => {
    if (onCode(code)) onClose()
  }
  return (
    <Sheet title={m.till.scanTitle} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Suspense fallback={<Skeleton className="aspect-[4/3]" />}>
          <Camera onCode={take} />
        </Suspense>
        <CodeField onCode={take} />
      </div>
    </Sheet>
  )
}

function CodeField({ onCode }: { readonly onCode: (code: string) => void }) {
  const [code, setCode] = useState('')
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') onCode(code.trim())
      }}
    >
      <div className="min-w-0 flex-1">
        <TextField
          label={m.till.typeCode}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="go"
        />
      </div>
      <Button type="submit" className="h-12">
        {m.till.takeCode}
      </Button>
    </form>
  )
}
