import { Page } from '../../components/page.tsx'
import { Panel } from '../../features/panel/panel.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** Painel. */
export function PanelPage() {
  const { branch } = useSession()
  return (
    <Page title={m.panel.title} note={branch?.name} isWide>
      <Panel branch_id={branch?.id} />
    </Page>
  )
}
