import { COMBINE_RULES } from '../../../domain/sync/combine.ts'
import { Choice, SelectField, TextField } from '../../components/field.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { m } from '../../messages/messages.ts'
import type { PoolDraft } from './pool-draft.ts'

/** How the sources become one number, what nobody sees, and, folded away, what hardly anybody changes. */
export function AdvancedFields({
  draft,
  onChange,
}: {
  readonly draft: PoolDraft
  readonly onChange: (changes: Partial<PoolDraft>) => void
}) {
  const texts = m.pools
  return (
    <>
      <SelectField
        label={texts.combine}
        value={draft.combine}
        onChange={({ target }) =>
          onChange({ combine: COMBINE_RULES.find((one) => one === target.value) ?? 'sum' })
        }
      >
        {COMBINE_RULES.map((rule) => (
          <option key={rule} value={rule}>
            {texts.combines[rule]}
          </option>
        ))}
      </SelectField>
      <div className="flex items-center justify-between gap-3">
        <span aria-hidden="true" className="font-medium">
          {texts.safety}
        </span>
        <Stepper
          label={texts.safety}
          value={draft.safety_stock}
          onChange={(safety_stock) => onChange({ safety_stock })}
        />
      </div>
      <details>
        <summary className="cursor-pointer py-2 font-medium text-soft">{texts.advanced}</summary>
        <div className="flex flex-col gap-4 pt-2">
          <Choice
            label={texts.drift}
            value={draft.drift_policy}
            onChange={(drift_policy) => onChange({ drift_policy })}
            options={[
              { value: 'impose', label: texts.drifts.impose },
              { value: 'warn', label: texts.drifts.warn },
            ]}
          />
          <Choice
            label={texts.writeMode}
            value={draft.write_mode}
            onChange={(write_mode) => onChange({ write_mode })}
            options={[
              { value: 'difference', label: texts.writeModes.difference },
              { value: 'balance', label: texts.writeModes.balance },
            ]}
          />
          <Choice
            label={texts.unresolved}
            value={draft.unresolved_links}
            onChange={(unresolved_links) => onChange({ unresolved_links })}
            options={[
              { value: 'freeze', label: texts.unresolveds.freeze },
              { value: 'leave_out', label: texts.unresolveds.leave_out },
            ]}
          />
          <TextField
            label={texts.zeroedLimit}
            type="number"
            inputMode="numeric"
            min={0}
            max={100}
            value={draft.zeroed_limit_percent}
            onChange={({ target }) => onChange({ zeroed_limit_percent: Number(target.value) })}
          />
          <TextField
            label={texts.changedLimit}
            type="number"
            inputMode="numeric"
            min={0}
            max={100}
            value={draft.changed_limit_percent ?? ''}
            onChange={({ target }) =>
              onChange({ changed_limit_percent: target.value === '' ? null : Number(target.value) })
            }
          />
        </div>
      </details>
    </>
  )
}
