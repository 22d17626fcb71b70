import { Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'

/** A rule as it is written on screen: empty texts leave their part open. */
export type RuleDraft = {
  readonly id: number
  readonly label: string
  readonly sales_channel_id: string
  readonly notes_contain: string
}

type Rule = {
  readonly label: string
  readonly sales_channel_id: string | null
  readonly notes_contain: string | null
}

/** The rules in force, to be changed. */
export function draftsOf(rules: readonly Rule[]): RuleDraft[] {
  return rules.map((rule, id) => ({
    id,
    label: rule.label,
    sales_channel_id: rule.sales_channel_id ?? '',
    notes_contain: rule.notes_contain ?? '',
  }))
}

/** The rules as they are sent. */
export function rulesOf(drafts: readonly RuleDraft[]): Rule[] {
  const given = (text: string) => (text.trim() === '' ? null : text.trim())
  return drafts.map((draft) => ({
    label: draft.label.trim(),
    sales_channel_id: given(draft.sales_channel_id),
    notes_contain: given(draft.notes_contain),
  }))
}

/** What is missing in a rule, which would exclude nothing or be counted under no name. */
export function ruleProblem(draft: RuleDraft): 'label' | 'what' | null {
  if (draft.label.trim() === '') return 'label'
  return draft.sales_channel_id.trim() === '' && draft.notes_contain.trim() === '' ? 'what' : null
}

/** Orders that do not count: by the store they come from, or by words in their notes. `isTold` shows what is missing. */
export function ExclusionRules({
  rules,
  isTold,
  onChange,
}: {
  readonly rules: readonly RuleDraft[]
  readonly isTold: boolean
  readonly onChange: (rules: readonly RuleDraft[]) => void
}) {
  const texts = m.bling.accountSettings.exclusions
  const next = Math.max(-1, ...rules.map((rule) => rule.id)) + 1
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-medium">{texts.title}</legend>
      <p className="text-note text-soft">{texts.note}</p>
      {rules.map((rule, index) => (
        <RuleFields
          key={rule.id}
          rule={rule}
          place={index + 1}
          problem={isTold ? ruleProblem(rule) : null}
          onChange={(changed) => onChange(rules.map((one) => (one.id === rule.id ? changed : one)))}
          onRemove={() => onChange(rules.filter((one) => one.id !== rule.id))}
        />
      ))}
      <Button
        className="self-start"
        onClick={() => onChange([...rules, { id: next, label: '', sales_channel_id: '', notes_contain: '' }])}
      >
        {texts.add}
      </Button>
    </fieldset>
  )
}

function RuleFields({
  rule,
  place,
  problem,
  onChange,
  onRemove,
}: {
  readonly rule: RuleDraft
  readonly place: number
  readonly problem: ReturnType<typeof ruleProblem>
  readonly onChange: (rule: RuleDraft) => void
  readonly onRemove: () => void
}) {
  const texts = m.bling.accountSettings.exclusions
  return (
    <fieldset className="flex flex-col gap-2 rounded-control border border-line p-3">
      <legend className="sr-only">{texts.rule(place)}</legend>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={texts.label}
            maxLength={60}
            value={rule.label}
            error={problem === 'label' ? texts.noLabel : undefined}
            onChange={(event) => onChange({ ...rule, label: event.target.value })}
          />
        </div>
        <IconButton label={texts.remove(rule.label.trim() || texts.rule(place))} onClick={onRemove}>
          <Trash2 size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <TextField
        label={texts.channel}
        inputMode="numeric"
        maxLength={40}
        value={rule.sales_channel_id}
        onChange={(event) => onChange({ ...rule, sales_channel_id: event.target.value })}
      />
      <TextField
        label={texts.words}
        maxLength={200}
        value={rule.notes_contain}
        error={problem === 'what' ? texts.nothing : undefined}
        onChange={(event) => onChange({ ...rule, notes_contain: event.target.value })}
      />
    </fieldset>
  )
}
