import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { unitsText } from '../../lib/format.ts'
import { placeText, usePlaceNames } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import type { SyncSku } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import type { WhyFacts } from './why-facts.ts'

/** The number in the middle with its sum in words: what the sources hold, less what orders and safety keep. */
export function AvailableCard({
  decision,
  facts,
}: {
  readonly decision: SyncSku['pools'][number]
  readonly facts: WhyFacts
}) {
  const nameOf = usePlaceNames()
  if (decision.state === 'not_written')
    return (
      <Dark title={m.why.notWritten}>
        <p>{facts.product_kind === 'counted_kit' ? m.why.countedKit : m.why.notWrittenText}</p>
      </Dark>
    )
  if (decision.available === null)
    return (
      <Dark title={m.why.pending}>
        <p>{m.why.pendingText}</p>
        <ul className="mt-1">
          {facts.causes.map(({ code, place, sku, cause }) => (
            <li key={`${code}/${place ?? sku}`} className="font-medium">
              {[
                reasonText(code),
                sku ?? '',
                place === undefined ? '' : placeText(nameOf(place)),
                cause === undefined ? '' : reasonText(cause),
              ]
                .filter((part) => part !== '')
                .join(', ')}
            </li>
          ))}
        </ul>
        {facts.causes.some(({ cause }) => cause?.startsWith('link_')) && (
          <Link to="/vinculos" className="mt-2 inline-block py-2 font-semibold underline underline-offset-2">
            {m.why.chooseLink}
          </Link>
        )}
      </Dark>
    )
  return (
    <Dark title={m.why.available}>
      <p className="text-[2.75rem] leading-none font-bold tracking-tight">{unitsText(decision.available)}</p>
      <p className="mt-2">{isKit(facts) ? m.why.kitText : sumText(facts)}</p>
      {(decision.oversold ?? 0) > 0 && (
        <p className="mt-1 font-semibold">{m.why.oversold(unitsText(decision.oversold ?? 0))}</p>
      )}
    </Dark>
  )
}

function Dark({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="rounded-card bg-ink p-5 text-ground">
      <h3 className="text-note">{title}</h3>
      {children}
    </section>
  )
}

function isKit({ terms }: WhyFacts): boolean {
  return terms.some(({ kind }) => kind === 'kit')
}

/** `124 − 3 em pedidos ainda não baixados − 2 de segurança`. */
function sumText({ terms }: WhyFacts): string {
  const total = (kind: string) =>
    terms.filter((term) => term.kind === kind).reduce((sum, term) => sum + term.amount, 0)
  const rule = terms.find((term) => term.kind === 'combination')?.rule ?? 'sum'
  const combined = total('source') + total('combination')
  const less = (kind: 'demand' | 'safety_stock') => {
    const taken = total(kind)
    return taken === 0 ? '' : `− ${unitsText(-taken)} ${m.why.terms[kind]}`
  }
  const parts = [less('demand'), less('safety_stock')].filter((part) => part !== '')
  const named = rule === 'sum' ? '' : ` (${m.why.terms.combination[rule]})`
  return [`${unitsText(combined)}${named}`, ...parts].join(' ')
}
