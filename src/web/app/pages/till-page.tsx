import { Page } from '../../components/page.tsx'
import { Till } from '../../features/till/till.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { NoBranch } from '../branch-choice.tsx'

/** Vender. */
export function TillPage() {
  const { branch, settings } = useSession()
  if (branch === undefined) return <NoBranch />
  return (
    <Page title={m.till.title} note={branch.name} isWide>
      <Till key={branch.id} branch_id={branch.id} settings={settings} />
    </Page>
  )
}
