import { ArrowRight } from 'lucide-react'
import { DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { ResultBadge } from '../../components/result-badge.tsx'
import { When } from '../../components/when.tsx'
import { signedUnitsText, unitsText } from '../../lib/format.ts'
import { placeText, usePlaceNames } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import { type Run, sync, type Write } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

type Row = Run & { readonly before: number | null; readonly after: number | null }

/** What happened to one SKU, newest first: why it was looked at, what was available before and after, and what was written. */
export function WhyHistory({ sku, writes }: { readonly sku: string; readonly writes: readonly Write[] }) {
  const texts = m.sync.history
  const nameOf = usePlaceNames()
  const byRun = Map.groupBy(writes, (write) => write.run_id)
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-note font-semibold text-soft">{m.why.happened}</h2>
      <Paged
        queryKey={['sync', 'runs', 'of-sku', sku]}
        page={(cursor) => sync.runs({ sku, cursor, limit: 20 })}
        empty={<p className="text-soft">{m.why.nothingHappened}</p>}
      >
        {(items) => (
          <DataTable<Row>
            caption={m.why.happened}
            rows={withBefore(items)}
            keyOf={(row) => row.id}
            columns={[
              {
                name: texts.columns.when,
                cell: (row) => <When at={row.started_at} className="font-semibold" />,
              },
              { name: texts.columns.origin, cell: (row) => texts.origins[row.origin] },
              { name: m.why.before, cell: changeOf },
              {
                name: texts.writes,
                cell: ({ id }) => {
                  const own = byRun.get(id)
                  if (own === undefined) return null
                  return <Writes writes={own} nameOf={(place) => placeText(nameOf(place))} />
                },
              },
              { name: texts.columns.result, cell: Ending },
            ]}
          />
        )}
      </Paged>
    </section>
  )
}

/** Each run with what was available before it: what the run before it found for the same unified stock. */
function withBefore(runs: readonly Run[]): Row[] {
  const available = (run: Run | undefined) =>
    typeof run?.facts['available'] === 'number' ? run.facts['available'] : null
  return runs.map((run, index) => {
    const older = runs.slice(index + 1).find((one) => one.pool_id === run.pool_id && available(one) !== null)
    return { ...run, before: available(older), after: available(run) }
  })
}

function changeOf({ before, after }: Row) {
  if (after === null) return null
  if (before === null || before === after) return <span className="font-semibold">{unitsText(after)}</span>
  return (
    <span className="inline-flex items-center gap-1 font-semibold">
      {unitsText(before)}
      <ArrowRight size={14} aria-hidden="true" />
      {unitsText(after)}
    </span>
  )
}

function Writes({
  writes,
  nameOf,
}: {
  readonly writes: readonly Write[]
  readonly nameOf: (place: string) => string
}) {
  return (
    <span>
      <span className="font-semibold">{writes.length}</span>{' '}
      <span className="text-note text-soft">
        {writes
          .map(
            ({ deposit_id, site_id, before, after }) =>
              `${nameOf(deposit_id ?? site_id ?? '')} ${signedUnitsText(after - before)}`,
          )
          .join(', ')}
      </span>
    </span>
  )
}

function Ending(row: Row) {
  return (
    <span>
      <ResultBadge run={row} />
      {row.reason !== null && (
        <span className="block pt-0.5 text-note text-soft">{reasonText(row.reason)}</span>
      )}
    </span>
  )
}
