import { Page } from '../../components/page.tsx'
import { MovementList } from '../../features/movements/movement-list.tsx'
import { useLiveStock } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** Movimentações. */
export function MovementsPage() {
  const { branch } = useSession()
  useLiveStock()
  return (
    <Page title={m.movements.title} note={m.movements.note} isWide>
      <MovementList branch_id={branch?.id} />
    </Page>
  )
}
