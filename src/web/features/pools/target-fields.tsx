import { X } from 'lucide-react'
import { POLICY_KINDS } from '../../../domain/sync/exposure.ts'
import { IconButton } from '../../components/button.tsx'
import { CheckField, SelectField } from '../../components/field.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { m } from '../../messages/messages.ts'
import { placeOptionText } from './place-option.ts'
import type { TargetDraft } from './pool-draft.ts'
import type { Place } from './use-known-places.ts'

/** The targets of a unified stock: which deposits show it, as what, and how much of it. */
export function TargetFields({
  targets,
  places,
  onChange,
}: {
  readonly targets: readonly TargetDraft[]
  readonly places: readonly Place[]
  readonly onChange: (targets: readonly TargetDraft[]) => void
}) {
  const texts = m.pools.targets
  const taken = new Set(targets.map(({ place_id }) => place_id))
  const free = places.filter(({ id, kind, is_active }) => kind !== 'branch' && is_active && !taken.has(id))
  const add = (place_id: string) =>
    onChange([...targets, { place_id, role: 'shared', mirror_of: '', kind: 'full', value: 0, paused: false }])
  const change = (place_id: string, changes: Partial<TargetDraft>) =>
    onChange(targets.map((one) => (one.place_id === place_id ? { ...one, ...changes } : one)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="text-lead font-semibold">{texts.title}</legend>
      <p className="text-note text-soft">{texts.note}</p>
      {targets.length === 0 && <p className="text-note font-medium text-warn">{texts.empty}</p>}
      <ul className="flex flex-col gap-2">
        {targets.map((target) => (
          <li key={target.place_id}>
            <Target
              target={target}
              places={places}
              onChange={(changes) => change(target.place_id, changes)}
              onRemove={() => onChange(targets.filter((one) => one.place_id !== target.place_id))}
            />
          </li>
        ))}
      </ul>
      <SelectField
        label={texts.add}
        value=""
        onChange={(event) => event.target.value !== '' && add(event.target.value)}
      >
        <option value="">{texts.choose}</option>
        {free.map((place) => (
          <option key={place.id} value={place.id}>
            {placeOptionText(place)}
          </option>
        ))}
      </SelectField>
    </fieldset>
  )
}

function Target({
  target,
  places,
  onChange,
  onRemove,
}: {
  readonly target: TargetDraft
  readonly places: readonly Place[]
  readonly onChange: (changes: Partial<TargetDraft>) => void
  readonly onRemove: () => void
}) {
  const texts = m.pools.targets
  const place = places.find(({ id }) => id === target.place_id)
  const name = place?.name ?? target.place_id
  return (
    <fieldset className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center gap-1">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate text-note text-soft">{place?.owner}</span>
        </span>
        <IconButton label={m.pools.sources.remove(name)} onClick={onRemove}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label={texts.role}
          value={target.role}
          onChange={(event) => onChange({ role: event.target.value === 'mirror' ? 'mirror' : 'shared' })}
        >
          <option value="shared">{texts.roles.shared}</option>
          <option value="mirror">{texts.roles.mirror}</option>
        </SelectField>
        {target.role === 'mirror' ? (
          <SelectField
            label={texts.mirrorOf}
            value={target.mirror_of}
            onChange={(event) => onChange({ mirror_of: event.target.value })}
          >
            <option value="">{texts.choose}</option>
            {places
              .filter(({ id, kind }) => id !== target.place_id && kind !== 'site')
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {placeOptionText(one)}
                </option>
              ))}
          </SelectField>
        ) : (
          <SelectField
            label={texts.policy}
            value={target.kind}
            onChange={(event) =>
              onChange({ kind: POLICY_KINDS.find((one) => one === event.target.value) ?? 'full' })
            }
          >
            {POLICY_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {texts.policies[kind]}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {target.role === 'shared' && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {target.kind !== 'full' && (
            <Stepper
              label={texts.value[target.kind]}
              value={target.value}
              max={target.kind === 'share' ? 100 : 1_000_000}
              onChange={(value) => onChange({ value })}
            />
          )}
          <CheckField
            label={texts.paused}
            checked={target.paused}
            onChange={(event) => onChange({ paused: event.target.checked })}
          />
        </div>
      )}
    </fieldset>
  )
}
