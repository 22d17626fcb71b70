import { Meter } from '../../components/meter.tsx'
import { When } from '../../components/when.tsx'
import { countText } from '../../lib/format.ts'
import type { ProductRun } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'

/** How many lines a run has. */
export function linesOf({ lines }: ProductRun): number {
  return Object.values(lines).reduce((sum, count) => sum + count, 0)
}

/** How far a run has come, and what it waits for when the other side does not answer. */
export function RunProgress({ run }: { readonly run: ProductRun }) {
  const texts = m.siteProducts
  const all = linesOf(run)
  const over = all - run.lines.waiting
  return (
    <div role="status" className="flex flex-col gap-2">
      <Meter
        label={texts.running}
        value={over}
        max={all}
        text={texts.runningText(countText(over), countText(all))}
      />
      {run.error !== null && (
        <p className="text-note text-warn">
          {texts.waits(run.error)} <When at={run.next_attempt_at} />
        </p>
      )}
    </div>
  )
}
