import { When } from '../../components/when.tsx'
import type { OrderDetail } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { type EventTone, eventText } from './timeline-text.ts'

const DOTS: Readonly<Record<EventTone, string>> = {
  calm: 'bg-edge',
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
}

/** Everything that happened to an order, the newest first: what arrived, was decided, sent and answered. */
export function OrderTimeline({ events }: { readonly events: OrderDetail['timeline'] }) {
  const { me } = useSession()
  return (
    <section>
      <h3 className="text-lead font-semibold">{m.orders.timelineTitle}</h3>
      <ol className="pt-2">
        {events.toReversed().map((event) => {
          const { title, more, tone } = eventText(event, me.user.id)
          return (
            <li key={event.id} className="group relative flex gap-3 pb-4">
              <span aria-hidden="true" className="flex w-3 shrink-0 flex-col items-center pt-1.5">
                <span className={`size-2.5 shrink-0 rounded-pill ${DOTS[tone]}`} />
                <span className="-mb-6 mt-1 w-px flex-1 bg-line group-last:hidden" />
              </span>
              <div className="min-w-0 flex-1">
                <p className={tone === 'bad' ? 'font-semibold text-bad' : 'font-medium'}>{title}</p>
                {more.map((line) => (
                  <p key={line} className="text-note break-words text-soft">
                    {line}
                  </p>
                ))}
                <p className="text-note text-soft">
                  <When at={event.at} />
                </p>
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
