import type { PlannedProduct } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { fieldValueText } from './field-value.ts'

type Change = PlannedProduct['writes'][number]['changes'][number]

/** Fields with what shows today, what it becomes, and who says so. */
export function ChangeTable({
  caption,
  changes,
}: {
  readonly caption: string
  readonly changes: readonly Change[]
}) {
  const texts = m.siteProducts
  return (
    <table className="w-full border-collapse text-text">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          {Object.values(texts.columns).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field} className="flex flex-wrap gap-x-3 border-line border-t py-1.5 sm:table-row">
            <th
              scope="row"
              className="w-full text-left text-note font-medium text-soft sm:w-36 sm:py-1.5 sm:pr-3 sm:align-top"
            >
              {texts.fields[change.field]}
            </th>
            <td className="min-w-0 break-words text-soft empty:hidden sm:empty:table-cell sm:w-[38%] sm:py-1.5 sm:pr-3 sm:align-top">
              {change.before !== null && <s>{fieldValueText(change.field, change.before)}</s>}
            </td>
            <td className="min-w-0 break-words font-semibold sm:py-1.5 sm:pr-3 sm:align-top">
              {change.before !== null && (
                <span aria-hidden="true" className="mr-1 font-normal text-soft sm:hidden">
                  →
                </span>
              )}
              {fieldValueText(change.field, change.after)}
            </td>
            <td className="w-full text-note text-soft sm:w-44 sm:py-1.5 sm:text-right sm:align-top">
              {texts.sides[change.owner]}
              {change.cause !== 'first' && ` · ${texts.causes[change.cause]}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
