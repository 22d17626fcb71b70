import { Button } from '../../components/button.tsx'
import { Fact } from '../../components/fact.tsx'
import { Menu } from '../../components/menu.tsx'
import { Meter } from '../../components/meter.tsx'
import { Card } from '../../components/page.tsx'
import { Refused } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import type { Account } from '../../lib/bling-calls.ts'
import { countText } from '../../lib/format.ts'
import type { SyncStatus } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { StateBadge } from './state-badge.tsx'
import { useConnect } from './use-accounts.ts'

/** What can be done to an account in a sheet of its own. */
export type AccountAction = 'rename' | 'pause' | 'settings' | 'remove'

/** One account: how it stands, what it used of Bling's limit, when it last spoke. */
export function AccountCard({
  account,
  traffic,
  onAction,
}: {
  readonly account: Account
  readonly traffic: SyncStatus['accounts'][number] | undefined
  readonly onAction: (action: AccountAction) => void
}) {
  const { can } = useSession()
  const connecting = useConnect()
  const texts = m.bling
  const reconnect = () => connecting.mutate({ account_id: account.id })
  const action = (name: AccountAction) => ({ label: texts[name], onSelect: () => onAction(name) })
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="min-w-0 truncate text-lead font-semibold">{account.name}</h3>
          <StateBadge state={account.state} />
        </div>
        {can('sync.write') && (
          <Menu
            label={texts.actionsOf(account.name)}
            items={[
              { label: texts.reconnect, onSelect: reconnect },
              action('rename'),
              action('pause'),
              action('settings'),
              { ...action('remove'), isDanger: true },
            ]}
          />
        )}
      </div>
      {account.state !== 'active' && <p className="text-soft">{texts.stateHints[account.state]}</p>}
      {account.needs_reconnection && can('sync.write') && (
        <Button look="main" className="self-start" disabled={connecting.isPending} onClick={reconnect}>
          {connecting.isPending ? texts.connecting : texts.reconnect}
        </Button>
      )}
      <Refused error={connecting.error} />
      <Meter
        label={texts.budget}
        value={account.calls_today}
        max={account.calls_per_day}
        text={texts.budgetOf(countText(account.calls_today), countText(account.calls_per_day))}
        isHigh={account.sweeps_paused}
      />
      {account.sweeps_paused && <p className="text-note font-medium text-warn">{texts.budgetPaused}</p>}
      {account.blocked_until !== null && (
        <p className="text-note font-medium text-warn">
          {texts.blocked} <When at={account.blocked_until} />
        </p>
      )}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-note">
        <Fact name={texts.lastEvent}>
          {traffic?.last_event_at == null ? texts.never : <When at={traffic.last_event_at} />}
        </Fact>
        <Fact name={texts.lastSweep}>
          {traffic?.last_sweep_at == null ? texts.never : <When at={traffic.last_sweep_at} />}
        </Fact>
        <Fact name={texts.connectedAt}>
          <When at={account.connected_at} />
        </Fact>
        <Fact name={texts.company}>
          <code className="break-all">{account.company_id.slice(0, 8)}…</code>
        </Fact>
      </dl>
    </Card>
  )
}
