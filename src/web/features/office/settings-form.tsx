import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckField, SelectField, TextField } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { admin } from '../../lib/admin-calls.ts'
import { api } from '../../lib/api.ts'
import { countText } from '../../lib/format.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'
import { type Session, useSession } from '../../session/session.tsx'

type Settings = Session['settings']

/** How the company wants its stock kept. Every choice here is in force everywhere. */
export function SettingsForm() {
  const client = useQueryClient()
  const { settings, can } = useSession()
  const [form, setForm] = useState<Settings>(settings)
  const saving = useMutation({
    mutationFn: () => admin.changeSettings(form),
    onSuccess: async () => {
      toast(m.settings.saved)
      await client.invalidateQueries()
    },
  })
  const mayWrite = can('settings.write')
  return (
    <>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        {!mayWrite && <p className="text-soft">{m.settings.readOnly}</p>}
        <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-4">
          <Fields
            form={form}
            errors={refusedFields(saving.error)}
            onChange={(changes) => setForm({ ...form, ...changes })}
          />
        </fieldset>
        <Refused error={saving.error} />
        {mayWrite && (
          <Button type="submit" look="main" size="large" className="self-start" disabled={saving.isPending}>
            {m.actions.save}
          </Button>
        )}
      </form>
      {can('ledger.verify') && <Verify />}
    </>
  )
}

function Fields({
  form,
  errors,
  onChange,
}: {
  readonly form: Settings
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (changes: Partial<Settings>) => void
}) {
  const texts = m.settings
  const choice = <
    Name extends 'muntu_partial' | 'muntu_partial_price' | 'regroup' | 'consumption_window' | 'stockout_days',
  >(
    name: Name,
    options: Readonly<Record<Settings[Name], string>>,
  ) => (
    <SelectField
      label={texts[name]}
      value={form[name]}
      // The options are the very values of the setting.
      onChange={(event) => onChange({ [name]: event.target.value as Settings[Name] })}
    >
      {Object.entries<string>(options).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </SelectField>
  )
  const whole = (name: 'target_days' | 'business_day_cutoff_hour') => (
    <TextField
      label={texts[name]}
      type="number"
      required
      error={errors.get(name)}
      value={form[name]}
      onChange={(event) => onChange({ [name]: Number(event.target.value) })}
    />
  )
  const yesOrNo = (name: 'box_from_loose' | 'allow_two_open_boxes' | 'courtesy_is_consumption') => (
    <CheckField
      key={name}
      label={texts[name]}
      checked={form[name]}
      onChange={(event) => onChange({ [name]: event.target.checked })}
    />
  )
  return (
    <>
      <Group title={texts.sales}>
        <TextField
          label={texts.muntu_label}
          required
          maxLength={40}
          value={form.muntu_label}
          error={errors.get('muntu_label')}
          onChange={(event) => onChange({ muntu_label: event.target.value })}
        />
        {choice('muntu_partial', texts.muntuPartials)}
        {choice('muntu_partial_price', texts.muntuPrices)}
        <TextField
          label={texts.min_margin_percent}
          type="number"
          min={0}
          max={100}
          value={form.min_margin_percent ?? ''}
          onChange={(event) =>
            onChange({ min_margin_percent: event.target.value === '' ? null : Number(event.target.value) })
          }
        />
      </Group>
      <Group title={texts.boxes}>
        {choice('regroup', texts.regroups)}
        <div className="sm:col-span-2">
          {(['box_from_loose', 'allow_two_open_boxes'] as const).map(yesOrNo)}
        </div>
      </Group>
      <Group title={texts.forecast}>
        {whole('target_days')}
        {choice('consumption_window', texts.windows)}
        {choice('stockout_days', texts.stockoutDays)}
        <div className="sm:col-span-2">{yesOrNo('courtesy_is_consumption')}</div>
        {whole('business_day_cutoff_hour')}
        <SelectField
          label={texts.time_zone}
          value={form.time_zone}
          onChange={(event) => onChange({ time_zone: event.target.value })}
        >
          {[...new Set([form.time_zone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
      </Group>
    </>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card className="p-5">
      <h2 className="pb-3 text-lead font-semibold">{title}</h2>
      <div className="grid items-start gap-4 sm:grid-cols-2">{children}</div>
    </Card>
  )
}

function Verify() {
  const verifying = useMutation({ mutationFn: () => api.ledger.verify() })
  return (
    <Card className="flex flex-col items-start gap-3 p-5">
      <h2 className="text-lead font-semibold">{m.settings.verify}</h2>
      <p className="text-soft">{m.settings.verifyNote}</p>
      <Button disabled={verifying.isPending} onClick={() => verifying.mutate()}>
        {verifying.isPending ? m.settings.verifying : m.settings.verifyNow}
      </Button>
      {verifying.data !== undefined && (
        <p role="status" className={`font-medium ${verifying.data.ok ? 'text-good' : 'text-bad'}`}>
          {verifying.data.ok
            ? m.settings.verified(countText(verifying.data.verified_up_to_seq))
            : m.settings.differences(verifying.data.differences.length)}
        </p>
      )}
      <Refused error={verifying.error} />
    </Card>
  )
}
