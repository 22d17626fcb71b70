import { Plus, RefreshCw, TriangleAlert, UserCog } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { IconButton } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import type { PlannedProduct } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { ChangeTable } from './change-table.tsx'
import { ChoiceBox } from './choice-box.tsx'
import { FamilyLine } from './family-line.tsx'

const LOOKS = {
  create: { tone: 'good', Icon: Plus },
  update: { tone: 'calm', Icon: RefreshCw },
  activate: { tone: 'good', Icon: RefreshCw },
  deactivate: { tone: 'warn', Icon: TriangleAlert },
} as const

/** One product: what would be written where, and what keeps it from being written; chosen or not. */
export function PlannedCard({
  product,
  isChosen,
  onChoose,
  onOwners,
}: {
  readonly product: PlannedProduct
  /** Null where there is nothing to choose. */
  readonly isChosen: boolean | null
  readonly onChoose: (isChosen: boolean) => void
  readonly onOwners: (() => void) | null
}) {
  const texts = m.siteProducts
  const { name, sku, writes, conflicts } = product
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex items-start gap-3">
        {isChosen !== null && (
          <ChoiceBox label={texts.choose(name)} isChosen={isChosen} onChoose={onChoose} />
        )}
        <div className="min-w-0 flex-1">
          <h3 className="break-words font-semibold">{name}</h3>
          <p className="break-all text-note text-soft">{sku}</p>
        </div>
        {onOwners !== null && (
          <IconButton label={texts.ownersOf(name)} onClick={onOwners}>
            <UserCog size={20} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {writes.map((write) => {
        const look = LOOKS[write.kind]
        const said = texts.kindAt(texts.kinds[write.kind], texts.sides[write.side])
        return (
          <div key={write.side} className="flex flex-col gap-2">
            <p>
              <Badge tone={look.tone} Icon={look.Icon}>
                {said}
              </Badge>
            </p>
            {write.family !== null && <FamilyLine family={write.family} />}
            <ChangeTable caption={`${name}: ${said}`} changes={write.changes} />
          </div>
        )
      })}
      {conflicts.length > 0 && (
        <ul className="flex flex-col gap-1 text-note text-warn">
          {conflicts.map((conflict) => (
            <li key={`${conflict.side}/${conflict.field}/${conflict.because}`} className="flex gap-2">
              <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
              <span>
                {conflict.field !== null && `${texts.fields[conflict.field]} · `}
                {texts.conflicts[conflict.because](texts.sides[conflict.side])}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
