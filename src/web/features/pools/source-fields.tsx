import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { IconButton } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'
import { placeOptionText } from './place-option.ts'
import type { SourceDraft } from './pool-draft.ts'
import type { Place } from './use-known-places.ts'

/** The sources of a unified stock in the order in which they are used. */
export function SourceFields({
  sources,
  places,
  onChange,
}: {
  readonly sources: readonly SourceDraft[]
  readonly places: readonly Place[]
  readonly onChange: (sources: readonly SourceDraft[]) => void
}) {
  const texts = m.pools.sources
  const taken = new Set(sources.map(({ place_id }) => place_id))
  const free = places.filter(({ id, kind, is_active }) => kind !== 'site' && is_active && !taken.has(id))
  const nameOf = (id: string) => places.find((one) => one.id === id)
  const swap = (index: number, by: number) => {
    const next = [...sources]
    const [one, other] = [next[index], next[index + by]]
    if (one === undefined || other === undefined) return
    next[index] = other
    next[index + by] = one
    onChange(next)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="text-lead font-semibold">{texts.title}</legend>
      <p className="text-note text-soft">{texts.note}</p>
      {sources.length === 0 && <p className="text-note font-medium text-warn">{texts.empty}</p>}
      <ol className="flex flex-col gap-2">
        {sources.map(({ place_id }, index) => {
          const place = nameOf(place_id)
          const name = place?.name ?? place_id
          return (
            <li
              key={place_id}
              className="flex items-center gap-1 rounded-control border border-line border-l-4 border-l-accent bg-surface py-1 pr-1 pl-3"
            >
              <span className="w-6 text-soft">{index + 1}</span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block truncate text-note text-soft">{place?.owner}</span>
              </span>
              <IconButton label={texts.up(name)} disabled={index === 0} onClick={() => swap(index, -1)}>
                <ArrowUp size={18} aria-hidden="true" className={index === 0 ? 'opacity-30' : ''} />
              </IconButton>
              <IconButton
                label={texts.down(name)}
                disabled={index === sources.length - 1}
                onClick={() => swap(index, 1)}
              >
                <ArrowDown
                  size={18}
                  aria-hidden="true"
                  className={index === sources.length - 1 ? 'opacity-30' : ''}
                />
              </IconButton>
              <IconButton
                label={texts.remove(name)}
                onClick={() => onChange(sources.filter((one) => one.place_id !== place_id))}
              >
                <X size={18} aria-hidden="true" />
              </IconButton>
            </li>
          )
        })}
      </ol>
      <SelectField
        label={texts.add}
        value=""
        onChange={({ target }) => target.value !== '' && onChange([...sources, { place_id: target.value }])}
      >
        <option value="">{texts.choose}</option>
        {(['branch', 'deposit'] as const).map((kind) => {
          const group = free.filter((place) => place.kind === kind)
          if (group.length === 0) return null
          return (
            <optgroup key={kind} label={kind === 'branch' ? texts.branches : texts.deposits}>
              {group.map((place) => (
                <option key={place.id} value={place.id}>
                  {placeOptionText(place)}
                </option>
              ))}
            </optgroup>
          )
        })}
      </SelectField>
    </fieldset>
  )
}
