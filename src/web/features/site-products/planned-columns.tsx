import type { Column } from '../../components/data-table.tsx'
import type { PlannedProduct } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { fieldValueText } from './field-value.ts'

/** What differs of each product, as columns of a sheet of paper. */
export function plannedColumns(): readonly Column<PlannedProduct>[] {
  const texts = m.siteProducts
  return [
    { name: m.catalog.columns.name, cell: ({ name }) => name },
    { name: m.catalog.columns.sku, cell: ({ sku }) => <code>{sku}</code> },
    { name: texts.tabs.plan, cell: Differences },
  ]
}

function Differences({ writes, conflicts }: PlannedProduct) {
  const texts = m.siteProducts
  return (
    <>
      {writes.map((write) => (
        <div key={write.side}>
          <p className="font-semibold">{texts.kindAt(texts.kinds[write.kind], texts.sides[write.side])}</p>
          {write.changes.map(({ field, before, after, owner }) => (
            <p key={field}>
              {texts.fields[field]}: {before !== null && `${fieldValueText(field, before)} → `}
              {fieldValueText(field, after)} ({texts.sides[owner]})
            </p>
          ))}
        </div>
      ))}
      {conflicts.map(({ side, field, because }) => (
        <p key={`${side}/${field}/${because}`}>
          {field !== null && `${texts.fields[field]} · `}
          {texts.conflicts[because](texts.sides[side])}
        </p>
      ))}
    </>
  )
}
