import { Page } from '../../components/page.tsx'
import { BranchList } from '../../features/goods/branch-list.tsx'
import { m } from '../../messages/messages.ts'

/** Filiais. */
export function BranchesPage() {
  return (
    <Page title={m.catalog.branches.title} note={m.catalog.branches.note}>
      <BranchList />
    </Page>
  )
}
