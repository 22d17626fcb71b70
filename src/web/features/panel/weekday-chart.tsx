import { type DaySold, weekdayAverages } from '../../../domain/insight/weekday-average.ts'
import { weekdayText } from '../../lib/dates.ts'
import { countText } from '../../lib/format.ts'

/** What is usual on each day of the week: a bar and its number, so that nothing hangs on the length alone. Without `days` they are on their way. */
export function WeekdayChart({ days }: { readonly days: readonly DaySold[] | undefined }) {
  const averages = weekdayAverages(days ?? [])
  const most = Math.max(1, ...averages.map((one) => one.average))
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-2.5">
      {averages.map(({ weekday, average }) => (
        <div key={weekday} className="contents">
          <dt className="text-soft">{weekdayText(weekday)}</dt>
          <dd className="contents">
            <span aria-hidden="true" className="h-3 rounded-pill bg-sunken">
              <span
                className="block h-full rounded-pill bg-accent"
                style={{ width: `${(average / most) * 100}%` }}
              />
            </span>
            <span className="min-w-6 text-right font-semibold">
              {days === undefined ? '' : countText(Math.round(average))}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
