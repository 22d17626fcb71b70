import { Link } from 'react-router'
import { Notice } from '../../components/notice.tsx'
import { When } from '../../components/when.tsx'
import type { OrderDetail } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { sendingOf, standingInBling } from './order-standing.ts'

/** Why an order does not go on, and the way to what releases it; nothing for one that does. */
export function OrderHold({ order }: { readonly order: OrderDetail }) {
  const bling = sendingOf(order, 'bling')
  const site = sendingOf(order, 'site')
  const standing = standingInBling(order)
  const texts = m.orders
  return (
    <>
      {bling?.state === 'waiting' && (
        <Notice tone="warn" action={<WayOut order={order} kind={standing.kind} />}>
          {texts.reasons[bling.reason ?? ''] ?? bling.reason}
        </Notice>
      )}
      {bling?.state === 'dead' && (
        <Notice tone="bad">
          <p>{texts.stopped}</p>
          <p className="font-normal">{bling.reason}</p>
        </Notice>
      )}
      {bling?.state === 'due' && bling.reason !== null && (
        <Notice tone="warn">
          {texts.accountRests[bling.reason] ?? (
            <>
              {texts.tryingAgain} <When at={bling.next_attempt_at} />.{' '}
              <span className="font-normal">{failureText(bling.reason)}</span>
            </>
          )}
        </Notice>
      )}
      {site?.state === 'dead' && (
        <Notice tone="bad">
          <p>{texts.stoppedSite}</p>
          <p className="font-normal">{failureText(site.reason ?? '')}</p>
        </Notice>
      )}
    </>
  )
}

const LINK = 'font-semibold underline underline-offset-2 py-2'

function WayOut({ order, kind }: { readonly order: OrderDetail; readonly kind: string }) {
  const texts = m.orders.go
  if (kind === 'no_account')
    return (
      <Link to={`/sites?aba=rules&site=${order.site_id}`} className={LINK}>
        {texts.rules}
      </Link>
    )
  if (kind !== 'unlinked') return null
  return (
    <span className="flex flex-wrap gap-x-4">
      <Link to="/vinculos" className={LINK}>
        {texts.links}
      </Link>
      <Link to="/produtos" className={LINK}>
        {texts.products}
      </Link>
    </span>
  )
}

function failureText(reason: string): string {
  return m.orders.timeline.failures[reason] ?? reason
}
