import { KeyRound, Plug } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { Empty, Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import type { Account, App } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { type AccountAction, AccountCard } from './account-card.tsx'
import { AppCard } from './app-card.tsx'
import { AppSheet } from './app-sheet.tsx'
import { PauseSheet } from './pause-sheet.tsx'
import { RemoveSheet } from './remove-sheet.tsx'
import { RenameSheet } from './rename-sheet.tsx'
import { ReturnNotice } from './return-notice.tsx'
import { SettingsSheet } from './settings-sheet.tsx'
import { useAccounts, useConnect } from './use-accounts.ts'
import { WebhookWizard } from './webhook-wizard.tsx'

type Open =
  | { readonly kind: 'app'; readonly app: App | null }
  | { readonly kind: 'webhooks' }
  | { readonly kind: AccountAction; readonly account: Account }

const SHEETS = { rename: RenameSheet, pause: PauseSheet, settings: SettingsSheet, remove: RemoveSheet }

/** The Bling accounts from nothing to many: the application first, then one account after the other. */
export function AccountList() {
  const { can } = useSession()
  const { apps, accounts, traffic } = useAccounts()
  const [open, setOpen] = useState<Open | null>(null)
  if (apps.isPending || accounts.isPending) return <SkeletonRows rows={3} className="h-40" />
  if (apps.isLoadingError) return <Failure error={apps.error} onRetry={() => void apps.refetch()} />
  if (accounts.isLoadingError)
    return <Failure error={accounts.error} onRetry={() => void accounts.refetch()} />
  const known = apps.data.items
  const connected = accounts.data.items
  const mayWrite = can('sync.write')
  const close = () => setOpen(null)
  return (
    <>
      <ReturnNotice />
      {known.length === 0 && (
        <Empty
          icon={<KeyRound size={36} className="text-accent" aria-hidden="true" />}
          title={m.bling.noAppTitle}
          action={
            mayWrite && (
              <Button look="main" onClick={() => setOpen({ kind: 'app', app: null })}>
                {m.bling.app.new}
              </Button>
            )
          }
        >
          {m.bling.noAppText}
        </Empty>
      )}
      {known.length > 0 && mayWrite && (
        <div className="flex flex-wrap items-end gap-2">
          <Connect apps={known} />
          {connected.length > 0 && (
            <Button className="h-12" onClick={() => setOpen({ kind: 'webhooks' })}>
              {m.bling.webhooks.open}
            </Button>
          )}
        </div>
      )}
      {known.length > 0 && connected.length === 0 && (
        <Empty
          icon={<Plug size={36} className="text-accent" aria-hidden="true" />}
          title={m.bling.noAccountTitle}
        >
          {m.bling.noAccountText}
        </Empty>
      )}
      {connected.length > 0 && (
        <section className="grid gap-4 lg:grid-cols-2" aria-label={m.bling.title}>
          {connected.map((account) => (
            <AccountCard
              key={account.id}
              account={account}
              traffic={traffic.get(account.id)}
              onAction={(kind) => setOpen({ kind, account })}
            />
          ))}
        </section>
      )}
      {known.map((app) => (
        <AppCard key={app.id} app={app} onEdit={() => setOpen({ kind: 'app', app })} />
      ))}
      {known.length > 0 && mayWrite && (
        <Button look="quiet" className="self-start" onClick={() => setOpen({ kind: 'app', app: null })}>
          {m.bling.app.another}
        </Button>
      )}
      {open !== null && (
        <OpenSheet open={open} apps={known} traffic={[...traffic.values()]} onClose={close} />
      )}
    </>
  )
}

function OpenSheet({
  open,
  apps,
  traffic,
  onClose,
}: {
  readonly open: Open
  readonly apps: readonly App[]
  readonly traffic: Parameters<typeof WebhookWizard>[0]['accounts']
  readonly onClose: () => void
}) {
  if (open.kind === 'app') return <AppSheet app={open.app} onClose={onClose} />
  if (open.kind === 'webhooks') return <WebhookWizard apps={apps} accounts={traffic} onClose={onClose} />
  const Named = SHEETS[open.kind]
  return <Named account={open.account} onClose={onClose} />
}

/** The way to Bling; with several applications one says by which. */
function Connect({ apps }: { readonly apps: readonly App[] }) {
  const connecting = useConnect()
  const [app_id, setApp] = useState(apps[0]?.id ?? '')
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        {apps.length > 1 && (
          <SelectField
            label={m.bling.app.choose}
            value={app_id}
            onChange={(event) => setApp(event.target.value)}
          >
            {apps.map((app) => (
              <option key={app.id} value={app.id}>
                {app.name}
              </option>
            ))}
          </SelectField>
        )}
        <Button
          look="main"
          className="h-12"
          disabled={connecting.isPending || connecting.isSuccess}
          title={m.bling.connectNote}
          onClick={() => connecting.mutate({ app_id })}
        >
          {connecting.isPending || connecting.isSuccess ? m.bling.connecting : m.bling.connect}
        </Button>
      </div>
      <Refused error={connecting.error} />
    </div>
  )
}
