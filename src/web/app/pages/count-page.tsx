import { Page } from '../../components/page.tsx'
import { CountSession } from '../../features/count/count-session.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { NoBranch } from '../branch-choice.tsx'

/** Contagem. */
export function CountPage() {
  const { branch, settings } = useSession()
  if (branch === undefined) return <NoBranch />
  return (
    <Page title={m.count.title} note={m.count.note}>
      <CountSession key={branch.id} branch_id={branch.id} settings={settings} />
    </Page>
  )
}
