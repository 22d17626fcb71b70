import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { buttonClass } from '../../components/button.tsx'
import { ResultBadge } from '../../components/result-badge.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, SkeletonRows } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { WriteLine } from '../../components/write-line.tsx'
import { unitsText } from '../../lib/format.ts'
import { placeText, useAccountNames, usePlaceNames, useSiteNames } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { runText, secondsText } from './history.tsx'
import { factsOf } from './run-facts.ts'

type Detail = Awaited<ReturnType<typeof sync.run>>

/** One run: what was read, what was written and whether it was found there afterwards, and its parts. */
export function RunSheet({
  id,
  onOpen,
  onClose,
}: {
  readonly id: string
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
}) {
  const run = useQuery({ queryKey: ['sync', 'run', id], queryFn: () => sync.run(id) })
  return (
    <Sheet
      title={run.data === undefined ? m.sync.history.detail : runText(run.data)}
      isOpen
      onClose={onClose}
      side="right"
    >
      {run.isPending && <SkeletonRows rows={5} />}
      {run.isError && <Failure error={run.error} onRetry={() => void run.refetch()} />}
      {run.data !== undefined && <Facts run={run.data} onOpen={onOpen} />}
    </Sheet>
  )
}

function Facts({ run, onOpen }: { readonly run: Detail; readonly onOpen: (id: string) => void }) {
  const texts = m.sync.history
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <ResultBadge run={run} />
        <span className="text-note text-soft">
          {texts.origins[run.origin]} · <When at={run.started_at} />
          {run.duration_ms !== null && ` · ${secondsText(run.duration_ms)}`}
        </span>
      </div>
      {run.reason !== null && <p className="font-medium">{reasonText(run.reason)}</p>}
      <Reads run={run} />
      <section>
        <h3 className="font-semibold">{texts.writes}</h3>
        {run.writes.length === 0 && <p className="text-soft">{texts.noWrites}</p>}
        <ul className="divide-y divide-line">
          {run.writes.map((write) => (
            <li key={write.reference} className="py-2">
              <WriteLine write={write} />
            </li>
          ))}
        </ul>
      </section>
      {run.children.length > 0 && (
        <section>
          <h3 className="font-semibold">{texts.children}</h3>
          <ul className="divide-y divide-line">
            {run.children.map((child) => (
              <li key={child.id}>
                <button
                  type="button"
                  onClick={() => onOpen(child.id)}
                  className="flex min-h-12 w-full items-center gap-3 text-left hover:text-accent"
                >
                  <span className="min-w-0 flex-1 truncate font-medium">{runText(child)}</span>
                  <ResultBadge run={child} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {run.sku !== null && (
        <Link to={`/por-que?sku=${encodeURIComponent(run.sku)}`} className={buttonClass()}>
          {texts.why}
        </Link>
      )}
    </div>
  )
}

function Reads({ run }: { readonly run: Detail }) {
  const nameOf = usePlaceNames()
  const accountName = useAccountNames()
  const texts = m.sync.history
  const siteName = useSiteNames()
  const { reads, site_reads, drifts, skipped, available } = factsOf(run.facts)
  const all = [
    ...reads.map(({ account_id, ...read }) => ({ ...read, id: account_id, name: accountName(account_id) })),
    ...site_reads.map(({ site_id, ...read }) => ({ ...read, id: site_id, name: siteName(site_id) })),
  ]
  return (
    <>
      {available !== null && (
        <p>
          {m.why.available}: <span className="text-lead font-bold">{unitsText(available)}</span>
        </p>
      )}
      {all.length > 0 && (
        <section>
          <h3 className="font-semibold">{texts.reads}</h3>
          <ul>
            {all.map(({ id, name, ok, error }) => (
              <li key={id} className="flex justify-between gap-3 py-1">
                {name}
                <span className={ok ? 'text-good' : 'font-medium text-warn'}>
                  {ok ? texts.readOk : reasonText(error ?? texts.readFailed)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {drifts.length > 0 && (
        <section>
          <h3 className="font-semibold text-warn">{texts.drifts}</h3>
          <ul>
            {drifts.map(({ place, from, to, imposed }) => (
              <li key={place} className="py-1">
                {placeText(nameOf(place))}: {texts.drift(unitsText(from), unitsText(to))}
                {imposed && <span className="text-soft"> · {texts.imposed}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {skipped.length > 0 && (
        <section>
          <h3 className="font-semibold">{m.sync.plans.skipped}</h3>
          <ul>
            {skipped.map(({ place, code }) => (
              <li key={place} className="py-1">
                {placeText(nameOf(place))}: <span className="text-soft">{reasonText(code)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
