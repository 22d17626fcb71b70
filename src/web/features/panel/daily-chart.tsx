import type { Got } from '../../../client/api-types.ts'
import type { dashboard } from '../../../contract/insight.ts'
import { dayText } from '../../lib/dates.ts'
import { countText, moneyText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

type Day = Got<typeof dashboard>['daily'][number]

const WIDTH = 600
const HEIGHT = 120

/** What was sold day by day, as bars; the highest and the last are labelled, the rest is in the table behind one tap. */
export function DailyChart({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(1, ...days.map((day) => day.sold))
  const step = WIDTH / Math.max(1, days.length)
  const highest = days.findIndex((day) => day.sold === most)
  return (
    <figure className="flex flex-col gap-2">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`} role="img" aria-label={m.panel.daily} className="w-full">
        {days.map((day, index) => {
          const height = (day.sold / most) * (HEIGHT - 16)
          const isLabelled = day.sold > 0 && (index === highest || index === days.length - 1)
          return (
            <g key={day.business_day}>
              <rect
                x={index * step + 1.5}
                y={HEIGHT - Math.max(height, 1)}
                width={step - 3}
                height={Math.max(height, 1)}
                rx="2"
                fill={day.sold > 0 ? 'var(--accent)' : 'var(--line)'}
              />
              {isLabelled && (
                <text
                  x={index * step + step / 2}
                  y={HEIGHT - height - 5}
                  textAnchor="middle"
                  fontSize="11"
                  fontWeight="600"
                  fill="var(--ink)"
                >
                  {countText(Math.round(day.sold))}
                </text>
              )}
            </g>
          )
        })}
        {[0, days.length - 1].map((index) => {
          const day = days[index]
          return day === undefined ? null : (
            <text
              key={day.business_day}
              x={index === 0 ? 0 : WIDTH}
              y={HEIGHT + 14}
              textAnchor={index === 0 ? 'start' : 'end'}
              fontSize="11"
              fill="var(--soft)"
            >
              {dayText(day.business_day)}
            </text>
          )
        })}
      </svg>
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
