import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice, SelectField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'
import { draftsOf, ExclusionRules, type RuleDraft, ruleProblem, rulesOf } from './exclusion-rules.tsx'

type Settings = Awaited<ReturnType<typeof bling.settings>>
const PLACES = ['auto', 'main', 'shared', 'nowhere'] as const

/** How synchronisation treats one account. */
export function SettingsSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const settings = useQuery({
    queryKey: ['bling', 'settings', account.id],
    queryFn: () => bling.settings(account.id),
    staleTime: 0,
  })
  return (
    <Sheet title={m.bling.accountSettings.title} note={account.name} isOpen onClose={onClose}>
      {settings.isPending && <SkeletonRows rows={4} />}
      {settings.isError && <Failure error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data !== undefined && <Form account={account} settings={settings.data} onDone={onClose} />}
    </Sheet>
  )
}

function Form({
  account,
  settings,
  onDone,
}: {
  readonly account: Account
  readonly settings: Settings
  readonly onDone: () => void
}) {
  const client = useQueryClient()
  const [form, setForm] = useState(settings)
  const [rules, setRules] = useState<readonly RuleDraft[]>(() => draftsOf(settings.exclusion_rules))
  const [isTold, setTold] = useState(false)
  const change = (changes: Partial<Settings>) => setForm({ ...form, ...changes })
  const saving = useMutation({
    mutationFn: () => {
      const { reserves_in, when_shipped, sweep_minutes, silence_hours } = form
      const exclusion_rules = rulesOf(rules)
      // Changed rules make the server read every order again: they are sent only when they changed.
      const areChanged =
        JSON.stringify(exclusion_rules) !== JSON.stringify(rulesOf(draftsOf(settings.exclusion_rules)))
      return bling.changeSettings(account.id, {
        ...{ reserves_in, when_shipped, sweep_minutes, silence_hours },
        ...(areChanged ? { exclusion_rules } : {}),
      })
    },
    onSuccess: async () => {
      toast(m.bling.accountSettings.saved)
      await client.invalidateQueries({ queryKey: ['sync'] })
      await client.invalidateQueries({ queryKey: ['bling', 'settings', account.id] })
      onDone()
    },
  })
  const save = () => {
    const isWhole = rules.every((rule) => ruleProblem(rule) === null)
    setTold(!isWhole)
    if (isWhole) saving.mutate()
  }
  const texts = m.bling.accountSettings
  return (
    <div className="flex flex-col gap-4">
      <SelectField
        label={texts.reservesIn}
        hint={texts.reservesHint}
        value={form.reserves_in ?? 'auto'}
        onChange={({ target }) => {
          const chosen = PLACES.find((one) => one === target.value) ?? 'auto'
          change({ reserves_in: chosen === 'auto' ? null : chosen })
        }}
      >
        {PLACES.map((place) => (
          <option key={place} value={place}>
            {texts.reserves[place]}
          </option>
        ))}
      </SelectField>
      <Choice
        label={texts.whenShipped}
        value={form.when_shipped}
        onChange={(when_shipped) => change({ when_shipped })}
        options={[
          { value: 'draw', label: texts.shipped.draw },
          { value: 'debt', label: texts.shipped.debt },
        ]}
      />
      <Numbered label={texts.sweepMinutes}>
        <Stepper
          label={texts.sweepMinutes}
          value={form.sweep_minutes}
          min={5}
          max={1440}
          onChange={(sweep_minutes) => change({ sweep_minutes })}
        />
      </Numbered>
      <Numbered label={texts.silenceHours}>
        <Stepper
          label={texts.silenceHours}
          value={form.silence_hours}
          min={1}
          max={720}
          onChange={(silence_hours) => change({ silence_hours })}
        />
      </Numbered>
      <ExclusionRules rules={rules} isTold={isTold} onChange={setRules} />
      <Refused error={saving.error} />
      <Button look="main" size="large" disabled={saving.isPending} onClick={save}>
        {m.actions.save}
      </Button>
    </div>
  )
}

function Numbered({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <span aria-hidden="true" className="font-medium">
        {label}
      </span>
      {children}
    </div>
  )
}
