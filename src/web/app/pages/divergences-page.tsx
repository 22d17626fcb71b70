import { Page } from '../../components/page.tsx'
import { DivergenceList } from '../../features/office/divergence-list.tsx'
import { m } from '../../messages/messages.ts'

/** Divergências. */
export function DivergencesPage() {
  return (
    <Page title={m.divergences.title} note={m.divergences.note}>
      <DivergenceList />
    </Page>
  )
}
