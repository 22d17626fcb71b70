import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'
import { ChoiceById, type NamedIds } from './choice-by-id.tsx'

/** A way to pay while it is written down: the site's word, and what it is in the account. `key` tells rows apart. */
export type MethodRow = { readonly key: number; readonly word: string; readonly id: string }

/** What is kept, as rows. */
export function rowsOf(methods: Readonly<Record<string, string>>): readonly MethodRow[] {
  return Object.entries(methods).map(([word, id], key) => ({ key, word, id }))
}

/** The rows as they are kept; a row without a word or an id is none. */
export function methodsOf(rows: readonly MethodRow[]): Record<string, string> {
  return Object.fromEntries(
    rows
      .map(({ word, id }) => [word.trim(), id.trim()] as const)
      .filter(([word, id]) => word !== '' && id !== ''),
  )
}

/** The account's way to pay for each of the site's words for one. */
export function MethodRows({
  rows,
  choices,
  onChange,
}: {
  readonly rows: readonly MethodRow[]
  readonly choices: NamedIds
  readonly onChange: (rows: readonly MethodRow[]) => void
}) {
  const texts = m.sites.rulesForm
  const change = (key: number, changes: Partial<MethodRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)))
  const add = () =>
    onChange([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, word: '', id: '' }])
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="text-text font-medium">{texts.methodsTitle}</legend>
      <p className="text-note text-soft">{texts.methodsNote}</p>
      {rows.map((row, index) => (
        <div key={row.key} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <TextField
              label={texts.methodWordShort}
              aria-label={texts.methodWord(index + 1)}
              maxLength={60}
              value={row.word}
              onChange={(event) => change(row.key, { word: event.target.value })}
            />
          </div>
          <div className="min-w-0 flex-1">
            <ChoiceById
              label={texts.methodIdShort}
              spoken={texts.methodId(index + 1)}
              none={texts.noMethod}
              choices={choices}
              value={row.id}
              onChange={(id) => change(row.key, { id })}
            />
          </div>
          <IconButton
            label={texts.methodRemove(row.word === '' ? texts.methodWord(index + 1) : row.word)}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            <X size={18} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <Button look="quiet" className="self-start" onClick={add}>
        <Plus size={18} aria-hidden="true" />
        {texts.methodAdd}
      </Button>
    </fieldset>
  )
}
