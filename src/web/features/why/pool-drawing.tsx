import { Link } from 'react-router'
import { buttonClass } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { When } from '../../components/when.tsx'
import { unitsText } from '../../lib/format.ts'
import { usePlaceNames } from '../../lib/places.ts'
import type { SyncSku } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { AvailableCard } from './available-card.tsx'
import { Connector } from './connector.tsx'
import { PartCard } from './part-card.tsx'
import { SourceCard } from './source-card.tsx'
import { TargetCard } from './target-card.tsx'
import { whyFacts } from './why-facts.ts'

/** One SKU of one unified stock, drawn: where it comes from, what is available, where it shows, and what that risks. */
export function PoolDrawing({
  decision,
  poolName,
}: {
  readonly decision: SyncSku['pools'][number]
  readonly poolName: string
}) {
  const nameOf = usePlaceNames()
  const facts = whyFacts(decision.why)
  if (facts === null) return null
  const { sources, targets, sold_in } = facts
  const parts = facts.terms.flatMap((term) => term.parts)
  const most = Math.max(decision.available ?? 0, ...targets.map(({ exposed }) => exposed))
  const shown = targets.filter(({ role, exposed }) => role === 'shared' && exposed > 0)
  return (
    <section aria-label={poolName} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-lead font-semibold">{poolName}</h2>
        <p className="text-note text-soft">
          {m.why.decided} <When at={decision.decided_at} />
        </p>
      </div>
      <div className="grid items-center gap-3 lg:grid-cols-[minmax(0,1fr)_72px_minmax(220px,270px)_72px_minmax(0,1.5fr)] lg:gap-0">
        <div className="flex flex-col gap-2 self-stretch">
          <h3 className="text-note font-semibold text-soft">
            {parts.length > 0 ? m.why.madeOf : m.pools.from}
          </h3>
          <ul className="flex flex-1 flex-col justify-center gap-2">
            {sources.map((source) => (
              <SourceCard key={source.place} source={source} place={nameOf(source.place)} />
            ))}
            {parts.map((part) => (
              <PartCard key={part.sku} part={part} />
            ))}
          </ul>
        </div>
        <div className="hidden self-stretch pt-7 lg:block">
          <Connector count={sources.length + parts.length} />
        </div>
        <div className="lg:pt-7">
          <AvailableCard decision={decision} facts={facts} />
        </div>
        <div className="hidden self-stretch pt-7 lg:block">
          <Connector count={targets.length} isApart />
        </div>
        <div className="flex flex-col gap-2 self-stretch">
          <h3 className="text-note font-semibold text-soft">{m.pools.shows}</h3>
          <ul className="flex flex-1 flex-col justify-center gap-2">
            {targets.map((target) => (
              <TargetCard key={target.place} target={target} place={nameOf(target.place)} most={most} />
            ))}
            {targets.length === 0 && <li className="text-soft">{m.why.targetsStay}</li>}
          </ul>
        </div>
      </div>
      {sold_in.map(({ sku, quantity }) => (
        <p key={sku} className="text-soft">
          {m.why.soldIn(unitsText(quantity))}{' '}
          <Link
            to={`/por-que?sku=${encodeURIComponent(sku)}`}
            className="inline-block py-1 font-semibold underline underline-offset-2"
          >
            {sku}
          </Link>
        </p>
      ))}
      {decision.oversell_bound !== null &&
        (decision.oversell_bound > 0 ? (
          <Notice
            tone="warn"
            action={
              <Link
                to={`/estoques-unificados?abrir=${decision.pool_id}`}
                className={`${buttonClass()} text-ink`}
              >
                {m.why.change}
              </Link>
            }
          >
            {sold_in.length > 0
              ? m.why.riskWithKits(shown.length, unitsText(decision.oversell_bound))
              : `${m.why.risk(shown.length, unitsText(decision.oversell_bound))} ${m.why.riskNever}`}
          </Notice>
        ) : (
          shown.length > 0 && (
            <p className="text-soft">{parts.length > 0 ? m.why.riskOfKit : m.why.riskNone}</p>
          )
        ))}
    </section>
  )
}
