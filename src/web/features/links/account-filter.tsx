import { SelectField } from '../../components/field.tsx'
import type { FilterWords } from '../../components/paper.tsx'
import { useAccountNames, useBlingAccounts } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'

/** One account or all of them; nothing to choose while there is only one. */
export function AccountFilter({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (account_id: string) => void
}) {
  const accounts = useBlingAccounts()
  const items = accounts.data?.items ?? []
  if (items.length < 2) return null
  return (
    <div className="max-w-sm">
      <SelectField label={m.links.account} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{m.links.all}</option>
        {items.map((account) => (
          <option key={account.id} value={account.id}>
            {account.name}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

/** The chosen account in words. */
export function useAccountWords(account_id: string): readonly FilterWords[] {
  const nameOf = useAccountNames()
  return [[m.links.account, account_id === '' ? undefined : nameOf(account_id)]]
}
