import { CircleCheck } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { m } from '../../messages/messages.ts'
import type { Entry } from '../../offline/entry.ts'
import { isUnsent, useOutbox } from '../../offline/outbox.tsx'

/** What waits on this device, in its order, and what a person has to decide. */
export function WaitingList() {
  const { waiting } = useOutbox()
  if (waiting.length === 0) {
    return (
      <Empty
        icon={<CircleCheck size={36} className="text-good" aria-hidden="true" />}
        title={m.outbox.emptyTitle}
      >
        {m.outbox.emptyText}
      </Empty>
    )
  }
  return (
    <ul className="flex flex-col gap-2">
      {waiting.map((entry) => (
        <li key={entry.device_seq}>
          <Waiting entry={entry} />
        </li>
      ))}
    </ul>
  )
}

function Waiting({ entry }: { readonly entry: Entry }) {
  return (
    <Card className="flex flex-col gap-2 p-4">
      <div className="flex items-baseline gap-3">
        <h2 className="text-lead font-semibold">{m.outbox.kinds[entry.kind]}</h2>
        <span className="min-w-0 flex-1 truncate">{entry.summary}</span>
        <When at={entry.occurred_at} className="shrink-0 text-note text-soft" />
      </div>
      {isUnsent(entry) ? <p className="text-note text-soft">{m.outbox.waiting}</p> : <Task entry={entry} />}
    </Card>
  )
}

function Task({ entry }: { readonly entry: Entry }) {
  const { discard, insist } = useOutbox()
  const isRefused = entry.state === 'refused'
  return (
    <>
      <p className="text-text font-medium text-warn">
        {isRefused ? m.outbox.refused : m.outbox.quarantined}
        {entry.problem !== null && `: ${entry.problem}`}
      </p>
      <p className="text-note text-soft">{isRefused ? m.outbox.refusedNote : m.outbox.quarantinedNote}</p>
      <div className="flex gap-2">
        {isRefused && <Button onClick={() => void insist(entry)}>{m.outbox.itHappened}</Button>}
        <Button look={isRefused ? 'danger' : 'plain'} onClick={() => void discard(entry)}>
          {isRefused ? m.outbox.discard : m.outbox.understood}
        </Button>
      </div>
    </>
  )
}
