import { Page } from '../../components/page.tsx'
import { MovementList } from '../../features/movements/movement-list.tsx'
import { useLiveStock } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Movimentações. */
export function MovementsPage() {
  useLiveStock()
  return (
    <Page title={m.movements.title} note={m.movements.note} isWide>
      <MovementList />
    </Page>
  )
}
