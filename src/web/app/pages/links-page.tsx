import { Page } from '../../components/page.tsx'
import { LinksView } from '../../features/links/links-view.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Vínculos. */
export function LinksPage() {
  useLiveSync()
  return (
    <Page title={m.links.title} note={m.links.note}>
      <LinksView />
    </Page>
  )
}
