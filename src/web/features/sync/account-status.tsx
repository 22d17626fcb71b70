import { CircleCheck, Hourglass, RefreshCw, TriangleAlert, Unplug } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Fact } from '../../components/fact.tsx'
import { Meter } from '../../components/meter.tsx'
import { Card } from '../../components/page.tsx'
import { When } from '../../components/when.tsx'
import { countText } from '../../lib/format.ts'
import type { SyncStatus } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

type Account = SyncStatus['accounts'][number]
const WEBHOOKS = {
  ok: { tone: 'good', Icon: CircleCheck },
  none_yet: { tone: 'calm', Icon: Hourglass },
  silent: { tone: 'warn', Icon: TriangleAlert },
} as const

/** How synchronisation with one account stands. */
export function AccountStatus({ account }: { readonly account: Account }) {
  const texts = m.sync
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 flex-1 truncate font-semibold">{account.name}</h3>
        {account.is_sweeping && (
          <Badge tone="calm" Icon={RefreshCw}>
            {texts.sweeping}
          </Badge>
        )}
        {account.state === 'active' ? (
          <Badge {...WEBHOOKS[account.webhooks]}>{texts.webhooks[account.webhooks]}</Badge>
        ) : (
          <Badge tone={account.state === 'reauthorize' ? 'bad' : 'warn'} Icon={Unplug}>
            {stateText(account.state)}
          </Badge>
        )}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-note">
        <Fact name={texts.lastEvent}>
          {account.last_event_at === null ? texts.never : <When at={account.last_event_at} />}
        </Fact>
        <Fact name={texts.lastSweep}>
          {account.last_sweep_at === null ? texts.never : <When at={account.last_sweep_at} />}
        </Fact>
        <Fact name={texts.nextSweep}>
          <When at={account.next_sweep_at} />
        </Fact>
        <Fact name={texts.reservesIn}>
          {account.reservation_by === 'assumed' ? texts.reservesUnknown : texts.reserves[account.reserves_in]}
          {account.reservation_by === 'detected' && account.reservation_found_at !== null && (
            <span className="block text-soft">
              {texts.reservesDetected} <When at={account.reservation_found_at} />
            </span>
          )}
          {account.reservation_by === 'hand' && (
            <span className="block text-soft">{texts.reservesByHand}</span>
          )}
        </Fact>
      </dl>
      {account.events_waiting + account.events_dead > 0 && (
        <Link
          to={`?aba=inbox&conta=${account.account_id}`}
          className="py-1 font-medium text-warn underline underline-offset-2"
        >
          {[
            account.events_waiting > 0 ? texts.eventsWaiting(account.events_waiting) : '',
            account.events_dead > 0 ? texts.eventsDead(account.events_dead) : '',
          ]
            .filter((part) => part !== '')
            .join(', ')}
        </Link>
      )}
      <Meter
        label={texts.calls}
        value={account.calls_today}
        max={account.calls_per_day}
        text={m.bling.budgetOf(countText(account.calls_today), countText(account.calls_per_day))}
        isHigh={account.sweeps_paused}
      />
    </Card>
  )
}

function stateText(state: string): string {
  return state in m.bling.states ? m.bling.states[state as keyof typeof m.bling.states] : state
}
