import { SelectField, TextField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'

/** Something of an account that is chosen by its name and kept by its id. */
export type NamedId = { readonly id: string; readonly name: string }

/** The names, that they are on their way, or that nobody can tell them now. */
export type NamedIds = readonly NamedId[] | 'loading' | undefined

/** Chooses an id of an account by its name; where nobody can tell the names, the id is typed. An id that is gone stays until another is chosen. */
export function ChoiceById({
  label,
  spoken = label,
  hint,
  value,
  none,
  choices,
  error,
  onChange,
}: {
  readonly label: string
  /** What it is called aloud, where several stand under the same label. */
  readonly spoken?: string
  readonly hint?: string
  readonly value: string
  /** What stands for no id. */
  readonly none: string
  readonly choices: NamedIds
  readonly error?: string | undefined
  readonly onChange: (id: string) => void
}) {
  const shared = { label, 'aria-label': spoken, value, error, ...(hint === undefined ? {} : { hint }) }
  if (choices === undefined)
    return (
      <TextField
        {...shared}
        inputMode="numeric"
        maxLength={20}
        placeholder={m.sites.rulesForm.idPlaceholder}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  const known = choices === 'loading' ? [] : choices
  const isGone = value !== '' && known.every(({ id }) => id !== value)
  return (
    <SelectField
      {...shared}
      disabled={choices === 'loading'}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{choices === 'loading' ? m.states.loading : none}</option>
      {isGone && <option value={value}>{m.sites.rulesForm.unknownId(value)}</option>}
      {known.map(({ id, name }) => (
        <option key={id} value={id}>
          {name === '' ? m.sites.rulesForm.unknownId(id) : name}
        </option>
      ))}
    </SelectField>
  )
}
