import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import type { FilterWords } from '../../components/paper.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { signedUnitsText, unitsText } from '../../lib/format.ts'
import { placeText, usePlaceNames } from '../../lib/places.ts'
import type { Plan } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

type Line = Plan['lines'][number] & {
  readonly outcome: NonNullable<Plan['outcome']>[number] | undefined
}
/** Rows drawn at once; more on demand, so that ten thousand lines do not freeze a phone. */
const STEP = 100

/** The writes of a plan as a table: what shows now, what will, the step between, and why. */
export function PlanLines({
  lines,
  about,
  filters,
}: {
  readonly lines: readonly Line[]
  /** Which plan they are of, and what narrows them, for paper. */
  readonly about: string
  readonly filters: readonly FilterWords[]
}) {
  const [shown, setShown] = useState(STEP)
  const nameOf = usePlaceNames()
  const texts = m.sync.plans
  const left = lines.length - shown
  const columns: readonly Column<Line>[] = [
    { name: texts.columns.sku, cell: ({ sku }) => <span className="font-semibold">{sku}</span> },
    {
      name: texts.columns.place,
      cell: ({ deposit_id, site_id }) => placeText(nameOf(deposit_id ?? site_id ?? '')),
    },
    { name: texts.columns.now, isNumber: true, cell: ({ current }) => unitsText(current) },
    {
      name: texts.columns.new,
      isNumber: true,
      cell: ({ target }) => <span className="font-semibold">{unitsText(target)}</span>,
    },
    {
      name: texts.columns.difference,
      isNumber: true,
      cell: ({ difference }) => (
        <span className={difference < 0 ? 'text-bad' : 'text-good'}>{signedUnitsText(difference)}</span>
      ),
    },
    { name: texts.columns.reason, cell: Reason },
  ]
  const keyOf = (line: Line) => `${line.sku}/${line.deposit_id ?? line.site_id}`
  return (
    <>
      <PrintButton
        title={`${m.sync.title} · ${texts.title}`}
        about={about}
        filters={() => filters}
        columns={columns}
        keyOf={keyOf}
        source={{ rows: lines }}
      />
      <DataTable<Line> caption={texts.title} rows={lines.slice(0, shown)} keyOf={keyOf} columns={columns} />
      {left > 0 && (
        <Button className="self-center" onClick={() => setShown(shown + 10 * STEP)}>
          {texts.more(left)}
        </Button>
      )}
    </>
  )
}

function Reason({ reason, outcome }: Line) {
  const texts = m.sync.plans
  if (outcome === undefined) return texts.reasons[reason]
  const isGood = outcome.result === 'applied'
  return (
    <span>
      <span className={`font-semibold ${isGood ? 'text-good' : 'text-warn'}`}>
        {texts.outcomes[outcome.result]}
      </span>
      {!isGood && (
        <span className="block text-note text-soft">
          {outcome.error ?? (outcome.now === null ? '' : texts.outcomeNow(unitsText(outcome.now)))}
        </span>
      )}
    </span>
  )
}
