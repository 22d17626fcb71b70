import { Button } from '../../components/button.tsx'
import { Page } from '../../components/page.tsx'
import { WaitingList } from '../../features/device/waiting-list.tsx'
import { m } from '../../messages/messages.ts'
import { isUnsent, useOutbox } from '../../offline/outbox.tsx'

/** Neste aparelho: what waits to be sent. */
export function DevicePage() {
  const { waiting, isSending, send } = useOutbox()
  return (
    <Page
      title={m.outbox.title}
      note={m.outbox.note}
      actions={
        waiting.some(isUnsent) && (
          <Button onClick={() => void send()} disabled={isSending}>
            {m.outbox.send}
          </Button>
        )
      }
    >
      <WaitingList />
    </Page>
  )
}
