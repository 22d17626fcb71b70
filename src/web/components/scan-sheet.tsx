import { lazy, Suspense } from 'react'
import { m } from '../messages/messages.ts'
import { Sheet } from './sheet.tsx'
import { Skeleton } from './states.tsx'

const Camera = lazy(async () => ({ default: (await import('./camera.tsx')).Camera }))

/** The camera in a dialog; its code reader is fetched when it is first opened. `onCode` says whether the code was taken, which closes it. */
export function ScanSheet({
  onCode,
  onClose,
}: {
  readonly onCode: (code: string) => boolean
  readonly onClose: () => void
}) {
  return (
    <Sheet title={m.till.scanTitle} isOpen onClose={onClose}>
      <Suspense fallback={<Skeleton className="aspect-[4/3]" />}>
        <Camera onCode={(code) => onCode(code) && onClose()} />
      </Suspense>
    </Sheet>
  )
}
