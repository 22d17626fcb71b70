import { useMutation } from '@tanstack/react-query'
import { CircleCheck, Hourglass, TriangleAlert } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { type App, bling } from '../../lib/bling-calls.ts'
import type { SyncStatus } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

type Traffic = SyncStatus['accounts'][number]

/** Step by step what to switch on in Bling, and for each account whether events arrive while one looks. */
export function WebhookWizard({
  apps,
  accounts,
  onClose,
}: {
  readonly apps: readonly App[]
  readonly accounts: readonly Traffic[]
  readonly onClose: () => void
}) {
  const texts = m.bling.webhooks
  return (
    <Sheet title={texts.title} note={texts.note} isOpen onClose={onClose} side="right">
      <ol className="flex list-decimal flex-col gap-3 pl-5 marker:font-bold marker:text-accent">
        {texts.steps.map((step, index) => (
          <li key={step}>
            {step}
            {index === 1 &&
              apps.map((app) => (
                <div key={app.id} className="mt-2">
                  <CopyText label={`${m.bling.app.webhook} · ${app.name}`} text={app.webhook_url} />
                </div>
              ))}
          </li>
        ))}
      </ol>
      <section aria-live="polite" className="mt-6">
        <h3 className="text-lead font-semibold">{texts.arriving}</h3>
        <ul className="divide-y divide-line">
          {accounts.map((account) => (
            <Arrival key={account.account_id} account={account} />
          ))}
        </ul>
      </section>
    </Sheet>
  )
}

const LOOKS = {
  ok: { tone: 'good', Icon: CircleCheck },
  none_yet: { tone: 'calm', Icon: Hourglass },
  silent: { tone: 'warn', Icon: TriangleAlert },
} as const

function Arrival({ account }: { readonly account: Traffic }) {
  const making = useMutation({ mutationFn: () => bling.legacyCallback(account.account_id) })
  const texts = m.bling.webhooks
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 font-medium">{account.name}</span>
        <Badge {...LOOKS[account.webhooks]}>{texts[account.webhooks]}</Badge>
      </div>
      <p className="text-note text-soft">
        {account.last_event_at === null ? (
          texts.waitingFirst
        ) : (
          <>
            {m.bling.lastEvent}: <When at={account.last_event_at} />
          </>
        )}
        {account.events_waiting > 0 && ` · ${texts.waiting(account.events_waiting)}`}
        {account.events_dead > 0 && ` · ${texts.dead(account.events_dead)}`}
      </p>
      {account.webhooks === 'silent' && <p className="text-warn">{texts.silentAdvice}</p>}
      <details>
        <summary className="cursor-pointer py-1 text-note text-soft">{texts.legacy}</summary>
        <p className="py-1 text-note text-soft">{texts.legacyNote}</p>
        <Refused error={making.error} />
        {making.data === undefined ? (
          <Button disabled={making.isPending} onClick={() => making.mutate()}>
            {texts.legacyMake}
          </Button>
        ) : (
          <CopyText label={texts.legacy} text={making.data.url} />
        )}
      </details>
    </li>
  )
}
