import { ArrowRight } from 'lucide-react'
import type { bling } from '../../lib/bling-calls.ts'
import { unitsText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

type Page = Awaited<ReturnType<typeof bling.preview>>

/** SKU by SKU what a choice would change, the sum first. */
export function PreviewLines({ page: { items, next_cursor } }: { readonly page: Page }) {
  const texts = m.bling.choose
  if (items.length === 0) return <p className="text-soft">{texts.noSkus}</p>
  const changed = items.filter(
    ({ before, after, writes }) =>
      writes.length > 0 || before.available !== after.available || before.state !== after.state,
  )
  const stopped = changed.filter(({ after }) => after.state === 'pending')
  const writes = changed.reduce((sum, line) => sum + line.writes.length, 0)
  if (changed.length === 0) return <p className="text-soft">{texts.unchanged}</p>
  return (
    <>
      <p className="font-semibold">
        {stopped.length > 0 ? texts.frozenSummary(stopped.length) : texts.summary(changed.length, writes)}
      </p>
      <ul className="max-h-72 divide-y divide-line overflow-y-auto">
        {changed.map((line) => (
          <li key={`${line.pool_id}/${line.sku}`} className="py-2">
            <div className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1 truncate font-medium">{line.sku}</span>
              <span className="text-note text-soft">{line.pool_name}</span>
              {line.after.available === null ? (
                <span className="font-semibold text-warn">{texts.waits}</span>
              ) : (
                <Step from={line.before.available} to={line.after.available} />
              )}
            </div>
            {line.writes.map((write) => (
              <div
                key={write.deposit_id ?? write.name}
                className="flex items-baseline gap-3 text-note text-soft"
              >
                <span className="min-w-0 flex-1 truncate">{write.name}</span>
                <Step from={write.current} to={write.target} />
              </div>
            ))}
          </li>
        ))}
      </ul>
      {next_cursor !== null && <p className="text-note text-soft">{texts.more}</p>}
    </>
  )
}

function Step({ from, to }: { readonly from: number | null; readonly to: number }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 font-semibold text-ink">
      {from === null ? '—' : unitsText(from)}
      <ArrowRight size={14} aria-hidden="true" />
      {unitsText(to)}
    </span>
  )
}
