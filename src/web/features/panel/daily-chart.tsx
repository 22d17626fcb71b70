import type { Got } from '../../../client/api-types.ts'
import type { dashboard } from '../../../contract/insight.ts'
import { Skeleton } from '../../components/states.tsx'
import { dayText } from '../../lib/dates.ts'
import { countText, moneyText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

type Day = Got<typeof dashboard>['daily'][number]

/** What was sold day by day, as bars; the highest and the last are labelled, the rest is in the table behind one tap. */
export function DailyChart({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(1, ...days.map((day) => day.sold))
  const highest = days.findIndex((day) => day.sold === most)
  const [first, last] = [days[0], days.at(-1)]
  return (
    <figure className="flex flex-col gap-2">
      <div role="img" aria-label={m.panel.daily} className="relative flex h-36 items-end gap-0.5 sm:gap-1">
        {days.every(({ sold }) => sold === 0) && (
          <p className="absolute inset-0 grid place-items-center text-soft">{m.panel.dailyNone}</p>
        )}
        {days.map((day, index) => (
          <div key={day.business_day} className="flex h-full min-w-0 flex-1 flex-col justify-end">
            {day.sold > 0 && (index === highest || index === days.length - 1) && (
              <span className="z-10 self-center rounded-[4px] bg-surface/85 px-0.5 text-note font-semibold">
                {countText(Math.round(day.sold))}
              </span>
            )}
            <div
              className={`min-h-px rounded-t-[3px] ${day.sold > 0 ? 'bg-accent' : 'bg-line'}`}
              style={{ height: `${(day.sold / most) * 84}%` }}
            />
          </div>
        ))}
      </div>
      {first !== undefined && last !== undefined && (
        <div aria-hidden="true" className="flex justify-between text-note text-soft">
          <span>{dayText(first.business_day)}</span>
          <span>{dayText(last.business_day)}</span>
        </div>
      )}
      <details>
        <summary className="cursor-pointer text-note text-soft">{m.panel.asTable}</summary>
        <table className="mt-2 w-full max-w-md text-note">
          <thead>
            <tr className="text-left text-soft">
              <th scope="col">{m.panel.day}</th>
              <th scope="col">{m.panel.sold}</th>
              <th scope="col">{m.panel.amount}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.business_day}>
                <th scope="row" className="text-left font-normal">
                  {dayText(day.business_day)}
                </th>
                <td>{countText(day.sold)}</td>
                <td>{moneyText(day.amount_cents)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** Its place while the days are on their way, as high as it will be. */
export function DailyChartToCome() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-2">
      <Skeleton className="h-36" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4 w-28" />
    </div>
  )
}
