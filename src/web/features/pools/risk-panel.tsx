import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { unitsText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import { type PoolDraft, riskOf } from './pool-draft.ts'

/** What showing stock like this risks, told while one chooses, and the way out of it. */
export function RiskPanel({ draft, onSplit }: { readonly draft: PoolDraft; readonly onSplit: () => void }) {
  const risk = riskOf(draft)
  const texts = m.pools.risk
  if (risk.places === 0) return null
  const most = risk.examples.at(-1)
  return (
    <section aria-live="polite" aria-label={texts.title} className="flex flex-col gap-2">
      {risk.canOversell ? (
        <Notice
          tone="warn"
          action={
            <Button onClick={onSplit} className="bg-surface text-ink">
              {texts.split}
            </Button>
          }
        >
          {most !== undefined && (
            <p>
              {texts.of(unitsText(most.available))} {texts.some(risk.places, unitsText(most.bound))}{' '}
              {texts.never}
            </p>
          )}
        </Notice>
      ) : (
        <Notice tone="good">{texts.none}</Notice>
      )}
      <table className="w-full text-note">
        <thead>
          <tr className="text-right text-soft">
            <th scope="col" className="text-left font-normal">
              {texts.withAvailable}
            </th>
            <th scope="col" className="font-normal">
              {texts.shown}
            </th>
            <th scope="col" className="font-normal">
              {texts.tooMany}
            </th>
          </tr>
        </thead>
        <tbody>
          {risk.examples.map((example) => (
            <tr key={example.available} className="text-right">
              <th scope="row" className="py-1 text-left font-medium">
                {unitsText(example.available)}
              </th>
              <td>{unitsText(example.shown)}</td>
              <td className={example.bound > 0 ? 'font-semibold text-warn' : ''}>
                {unitsText(example.bound)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
