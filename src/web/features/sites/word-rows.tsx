import { Plus, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { PAYMENTS, PROGRESSES } from '../../../domain/orders/order-facts.ts'
import type { ShopKind } from '../../../domain/orders/status-mapping.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'
import { isChangedWord, paymentIn, progressIn, usualWord, type WordDraft } from './mapping-draft.ts'

/** What each word of the site tells of how far an order is and of its payment; words of the owner's own can be added. */
export function WordRows({
  kind,
  words,
  onChange,
}: {
  readonly kind: ShopKind
  readonly words: readonly WordDraft[]
  readonly onChange: (words: readonly WordDraft[]) => void
}) {
  const texts = m.sites.rulesForm
  const change = (word: string, next: Partial<WordDraft>) =>
    onChange(words.map((one) => (one.word === word ? { ...one, ...next } : one)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="font-semibold">{texts.fromTitle}</legend>
      <ul className="flex flex-col divide-y divide-line">
        {words.map((one) => (
          <li
            key={one.word}
            className="grid grid-cols-2 items-end gap-x-2 gap-y-1 py-2 sm:grid-cols-[minmax(0,3fr)_minmax(0,4fr)_minmax(0,4fr)]"
          >
            <div className="col-span-2 flex min-h-12 items-center gap-2 sm:col-span-1">
              <code className="min-w-0 flex-1 font-semibold break-all">{one.word}</code>
              <Back
                kind={kind}
                word={one}
                onUsual={(usual) => change(one.word, usual)}
                onRemove={() => onChange(words.filter(({ word }) => word !== one.word))}
              />
            </div>
            <SelectField
              label={texts.progress}
              aria-label={texts.progressOf(one.word)}
              value={one.progress}
              onChange={(event) => change(one.word, { progress: progressIn(event.target.value) })}
            >
              <option value="">{texts.nothing}</option>
              {PROGRESSES.map((value) => (
                <option key={value} value={value}>
                  {texts.progresses[value]}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={texts.payment}
              aria-label={texts.paymentOf(one.word)}
              value={one.payment}
              onChange={(event) => change(one.word, { payment: paymentIn(event.target.value) })}
            >
              <option value="">{texts.nothing}</option>
              {PAYMENTS.map((value) => (
                <option key={value} value={value}>
                  {texts.payments[value]}
                </option>
              ))}
            </SelectField>
          </li>
        ))}
      </ul>
      <NewWord
        taken={words.map(({ word }) => word)}
        onAdd={(word) => onChange([...words, { word, progress: '', payment: '' }])}
      />
    </fieldset>
  )
}

/** The way back of a word that was changed, and the way out of one that the owner added. */
function Back({
  kind,
  word,
  onUsual,
  onRemove,
}: {
  readonly kind: ShopKind
  readonly word: WordDraft
  readonly onUsual: (usual: WordDraft) => void
  readonly onRemove: () => void
}) {
  const texts = m.sites.rulesForm
  const usual = usualWord(kind, word.word)
  if (usual === null)
    return (
      <IconButton label={texts.remove(word.word)} onClick={onRemove}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    )
  if (!isChangedWord(kind, word)) return null
  return (
    <Button
      look="quiet"
      size="small"
      className="min-h-11"
      aria-label={texts.usual(word.word)}
      onClick={() => onUsual(usual)}
    >
      <Undo2 size={16} aria-hidden="true" />
      {texts.usualShort}
    </Button>
  )
}

function NewWord({
  taken,
  onAdd,
}: {
  readonly taken: readonly string[]
  readonly onAdd: (word: string) => void
}) {
  const [word, setWord] = useState('')
  const texts = m.sites.rulesForm
  const bare = word.trim()
  const isTaken = taken.includes(bare)
  const add = () => {
    if (bare === '' || isTaken) return
    onAdd(bare)
    setWord('')
  }
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={texts.addWord}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          value={word}
          error={isTaken ? texts.wordThere : undefined}
          onChange={(event) => setWord(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
      </div>
      <Button className="h-12" disabled={bare === '' || isTaken} onClick={add}>
        <Plus size={18} aria-hidden="true" />
        {texts.add}
      </Button>
    </div>
  )
}
