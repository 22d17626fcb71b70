import { Page } from '../../components/page.tsx'
import { KeptSales } from '../../features/till/kept-sales.tsx'
import { Till } from '../../features/till/till.tsx'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { NoBranch } from '../branch-choice.tsx'

/** Vender. */
export function TillPage() {
  const { branch, settings } = useSession()
  if (branch === undefined) {
    return (
      <Page title={m.till.title}>
        <KeptSales />
        <NoBranch />
      </Page>
    )
  }
  return (
    <Page title={m.till.title} note={branch.name} isWide>
      <Till key={branch.id} branch={branch} settings={settings} />
    </Page>
  )
}
