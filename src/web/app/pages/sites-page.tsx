import { Page } from '../../components/page.tsx'
import { SitesView } from '../../features/sites/sites-view.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Sites. */
export function SitesPage() {
  useLiveSync()
  return (
    <Page title={m.sites.title} note={m.sites.note}>
      <SitesView />
    </Page>
  )
}
