import { Search } from 'lucide-react'
import { Sheet } from '../components/sheet.tsx'
import { m } from '../messages/messages.ts'
import { AccountPanel } from './account-panel.tsx'
import { NetworkLine } from './network-line.tsx'
import { Palette } from './palette.tsx'
import { PlaceList } from './place-list.tsx'

/** A dialog that can be opened from every screen. */
export type FrameDialog = 'search' | 'more' | 'account'

/** The dialogs of the frame: the search that is everywhere, everything that has no place in the bar, and the person's own matters. */
export function FrameDialogs({
  open,
  onOpen,
}: {
  readonly open: FrameDialog | null
  readonly onOpen: (dialog: FrameDialog | null) => void
}) {
  const close = () => onOpen(null)
  return (
    <>
      <Palette isOpen={open === 'search'} onClose={close} />
      <Sheet title={m.nav.mais} isOpen={open === 'more'} onClose={close}>
        <button
          type="button"
          onClick={() => onOpen('search')}
          className="mb-3 flex h-12 w-full items-center gap-3 rounded-control border border-line bg-surface px-4 text-left text-soft"
        >
          <Search size={18} aria-hidden="true" />
          {m.search.short}
        </button>
        <NetworkLine />
        <PlaceList />
        <div className="mt-4 border-line border-t pt-4">
          <AccountPanel />
        </div>
      </Sheet>
      <Sheet title={m.nav.mais} isOpen={open === 'account'} onClose={close}>
        <AccountPanel />
      </Sheet>
    </>
  )
}
