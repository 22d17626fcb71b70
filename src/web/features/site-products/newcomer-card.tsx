import { Plus, TriangleAlert } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/page.tsx'
import { unitsText } from '../../lib/format.ts'
import type { Newcomer } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { ChangeTable } from './change-table.tsx'
import { ChoiceBox } from './choice-box.tsx'

/** A product that only the site has: where it would be made and as what, or what is in its way. */
export function NewcomerCard({
  product,
  isChosen,
  onChoose,
}: {
  readonly product: Newcomer
  /** Null where there is nothing to choose. */
  readonly isChosen: boolean | null
  readonly onChoose: (isChosen: boolean) => void
}) {
  const texts = m.siteProducts
  const { name, sku, stock, writes, conflicts } = product
  const called = name === '' ? texts.newcomers.unnamed : name
  // What goes to the catalogue goes to Bling, too: the fuller table says it all.
  const fullest = writes.at(-1)
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex items-start gap-3">
        {isChosen !== null && (
          <ChoiceBox label={texts.choose(called)} isChosen={isChosen} onChoose={onChoose} />
        )}
        <div className="min-w-0 flex-1">
          <h3 className="break-words font-semibold">{called}</h3>
          <p className="break-all text-note text-soft">{sku === '' ? texts.newcomers.noSku : sku}</p>
          {stock !== null && <p className="text-note text-soft">{texts.newcomers.stock(unitsText(stock))}</p>}
        </div>
      </div>
      {fullest !== undefined && (
        <>
          <p className="flex flex-wrap gap-2">
            {writes.map(({ side }) => (
              <Badge key={side} tone="good" Icon={Plus}>
                {texts.kindAt(texts.newcomers.make, texts.sides[side])}
              </Badge>
            ))}
          </p>
          <ChangeTable caption={texts.kindAt(called, texts.newcomers.make)} changes={fullest.changes} />
        </>
      )}
      {conflicts.length > 0 && (
        <ul className="flex flex-col gap-1 text-note text-warn">
          {conflicts.map(({ side, because, other }) => (
            <li key={`${side}/${because}`} className="flex gap-2">
              <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
              <span>{texts.newcomers.conflicts[because](texts.sides[side], other ?? '')}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
