import { Page } from '../../components/page.tsx'
import { SyncView } from '../../features/sync/sync-view.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Sincronização. */
export function SyncPage() {
  useLiveSync()
  return (
    <Page title={m.sync.title} note={m.sync.note} isWide>
      <SyncView />
    </Page>
  )
}
