import {
  canOwn,
  FIELD_OWNERS,
  type FieldOwner,
  type FieldOwners,
} from '../../../domain/sites/field-owners.ts'
import { PRODUCT_FIELDS } from '../../../domain/sites/product-fields.ts'
import { SelectField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'

/** A choice of owner for each field. With `follows` a field may be left to what holds anyway. */
export function OwnerFields({
  owners,
  follows,
  onChange,
}: {
  readonly owners: Partial<FieldOwners>
  readonly follows: FieldOwners | null
  readonly onChange: (owners: Partial<FieldOwners>) => void
}) {
  const texts = m.siteProducts
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {PRODUCT_FIELDS.map((field) => (
        <SelectField
          key={field}
          label={texts.fields[field]}
          value={owners[field] ?? ''}
          onChange={(event) => {
            const { [field]: _before, ...rest } = owners
            const chosen = event.target.value as FieldOwner | ''
            onChange(chosen === '' ? rest : { ...rest, [field]: chosen })
          }}
        >
          {follows !== null && (
            <option value="">{texts.settings.follow(texts.owners[follows[field]])}</option>
          )}
          {FIELD_OWNERS.filter((owner) => canOwn(owner, field)).map((owner) => (
            <option key={owner} value={owner}>
              {texts.owners[owner]}
            </option>
          ))}
        </SelectField>
      ))}
    </div>
  )
}
