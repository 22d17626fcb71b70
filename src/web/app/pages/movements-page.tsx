import { Page } from '../../components/page.tsx'
import { MovementList } from '../../features/movements/movement-list.tsx'
import { m } from '../../messages/messages.ts'

/** Movimentações. */
export function MovementsPage() {
  return (
    <Page title={m.movements.title} note={m.movements.note} isWide>
      <MovementList />
    </Page>
  )
}
