import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useReturningFocus } from '../lib/use-returning-focus.ts'
import { m } from '../messages/messages.ts'

/** A dialog: a sheet from below on a phone, a card or a side panel on a laptop. Escape and the background close it. */
export function Sheet({
  title,
  note,
  isOpen,
  onClose,
  side = 'middle',
  children,
}: {
  readonly title: string
  readonly note?: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly side?: 'middle' | 'right'
  readonly children: ReactNode
}) {
  const place =
    side === 'right'
      ? 'md:inset-y-0 md:right-0 md:left-auto md:w-[460px] md:max-h-none md:rounded-none md:rounded-l-sheet'
      : 'md:inset-x-auto md:top-1/2 md:left-1/2 md:bottom-auto md:w-[440px] md:-translate-x-1/2 md:-translate-y-1/2 md:rounded-sheet'
  const focus = useReturningFocus()
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="appear fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          {...focus}
          {...(note === undefined ? { 'aria-describedby': undefined } : {})}
          className={`appear fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-sheet bg-raised shadow-float ${place}`}
        >
          <header className="flex items-start gap-3 px-5 pt-5 pb-2">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-title font-bold">{title}</Dialog.Title>
              {note !== undefined && (
                <Dialog.Description className="text-text text-soft">{note}</Dialog.Description>
              )}
            </div>
            <Dialog.Close
              aria-label={m.actions.close}
              className="-mt-1 -mr-2 grid size-11 shrink-0 place-items-center rounded-control text-soft hover:bg-sunken hover:text-ink"
            >
              <X size={20} aria-hidden="true" />
            </Dialog.Close>
          </header>
          {/* What gets the focus comes out from behind a button that stays at the bottom. */}
          <div className="min-h-0 flex-1 scroll-pt-2 scroll-pb-24 overflow-y-auto px-5 pt-1 pb-[calc(env(safe-area-inset-bottom)+1.25rem)]">
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
