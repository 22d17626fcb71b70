import { Page } from '../../components/page.tsx'
import { WhyView } from '../../features/why/why-view.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Por que este número? */
export function WhyPage() {
  useLiveSync()
  return (
    <Page title={m.why.title} isWide>
      <WhyView />
    </Page>
  )
}
