import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Card } from '../../components/page.tsx'
import { placeText, usePlaceNames } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import type { Plan } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

/** What a plan leaves alone, and why: SKUs that wait, deposits that are skipped, SKUs that somebody else looks at. */
export function PlanLeftovers({ plan }: { readonly plan: Plan }) {
  const nameOf = usePlaceNames()
  const texts = m.sync.plans
  const reasons = (causes: Plan['pending'][number]['causes']) =>
    causes
      .map((cause) => {
        const place = typeof cause['place'] === 'string' ? placeText(nameOf(cause['place'])) : ''
        const why = typeof cause['cause'] === 'string' ? reasonText(cause['cause']) : ''
        return [reasonText(String(cause['code'])), place, why].filter((part) => part !== '').join(', ')
      })
      .join('; ')
  return (
    <>
      <Leftovers title={texts.pending} count={plan.pending.length}>
        {plan.pending.slice(0, 200).map(({ sku, causes }) => (
          <Row key={sku} sku={sku}>
            {reasons(causes)}
          </Row>
        ))}
      </Leftovers>
      <Leftovers title={texts.skipped} count={plan.skipped.length}>
        {plan.skipped.slice(0, 200).map(({ sku, place, code }) => (
          <Row key={`${sku}/${place}`} sku={sku}>
            {placeText(nameOf(place))}: {reasonText(code)}
          </Row>
        ))}
      </Leftovers>
      <Leftovers title={texts.busy} count={plan.busy.length}>
        {plan.busy.slice(0, 200).map((sku) => (
          <Row key={sku} sku={sku} />
        ))}
      </Leftovers>
    </>
  )
}

function Leftovers({
  title,
  count,
  children,
}: {
  readonly title: string
  readonly count: number
  readonly children: ReactNode
}) {
  if (count === 0) return null
  return (
    <Card className="p-4">
      <h3 className="font-semibold">
        {title} ({count})
      </h3>
      <ul className="divide-y divide-line">{children}</ul>
    </Card>
  )
}

function Row({ sku, children }: { readonly sku: string; readonly children?: ReactNode }) {
  return (
    <li className="flex flex-wrap gap-x-3 py-2">
      <Link
        to={`/por-que?sku=${encodeURIComponent(sku)}`}
        className="font-medium text-accent underline underline-offset-2"
      >
        {sku}
      </Link>
      <span className="text-soft">{children}</span>
    </li>
  )
}
