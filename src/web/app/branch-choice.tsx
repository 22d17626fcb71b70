import { Link } from 'react-router'
import { Button, buttonClass } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { Empty } from '../components/states.tsx'
import { KeptSales } from '../features/till/kept-sales.tsx'
import { m } from '../messages/messages.ts'
import type { DeviceBranch } from '../session/device-branch.ts'
import { useSession } from '../session/session.tsx'

/** Asks where this device works; until it is answered nothing can be done that would land on the wrong shelf. */
export function BranchChoice({
  place,
}: {
  readonly place: Extract<DeviceBranch, { kind: 'unchosen' | 'lost' }>
}) {
  const { branches, chooseBranch } = useSession()
  return (
    <Page title={m.branchChoice.title} note={m.branchChoice.note}>
      {place.kind === 'lost' && (
        <div role="alert">
          <Notice tone="warn">
            {place.name === null ? m.branchChoice.notYours : m.branchChoice.inactive(place.name)}
          </Notice>
        </div>
      )}
      <KeptSales>{m.branchChoice.keptSale}</KeptSales>
      <ul className="flex max-w-md flex-col gap-3">
        {branches.map(({ id, name }) => (
          <li key={id}>
            <Button size="large" className="w-full" onClick={() => chooseBranch(id)}>
              <span className="truncate">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Page>
  )
}

/** What a screen says that can do nothing without a branch, where there is none to choose. */
export function NoBranch() {
  const { can } = useSession()
  return (
    <Empty
      title={m.branchChoice.noneTitle}
      action={
        can('branches.write') && (
          <Link to="/filiais" className={buttonClass('main')}>
            {m.branchChoice.toBranches}
          </Link>
        )
      }
    >
      {m.branchChoice.noneText}
    </Empty>
  )
}
