import { moneyText, unitsText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'

type Facts = Readonly<Record<string, unknown>>

/**
 * Says what a line of the audit trail holds in the words of the screens, as "Preço por caixa: R$ 9,00 → R$ 10,00". A field that changed
 * shows both values, be they told field by field or as two whole documents, of which only what differs is shown. What has no word of ours
 * keeps its own name: nothing that says something is left out.
 */
export function auditFacts(facts: Facts): string[] {
  const { before, after, ...others } = facts
  const said = isDocument(before) && isDocument(after) ? { ...others, ...changesOf(before, after) } : facts
  return Object.entries(said).flatMap(([name, value]) => {
    const label = wordOf(name)
    if (!isChange(value)) return [`${label}: ${valueText(name, value)}`]
    const [from, to] = [valueText(name, value.before), valueText(name, value.after)]
    // What is new holds many fields that nobody filled in.
    if (from === to) return []
    return [`${label}: ${from === m.audit.nothing ? to : `${from} → ${to}`}`]
  })
}

function changesOf(before: Facts, after: Facts): Facts {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, { before: before[name] ?? null, after: after[name] ?? null }]),
  )
}

function valueText(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return m.audit.nothing
  if (typeof value === 'boolean') return value ? m.audit.yes : m.audit.no
  if (typeof value === 'number') return name.endsWith('_cents') ? moneyText(value) : unitsText(value)
  if (typeof value === 'string') return chosenText(name, value)
  if (Array.isArray(value))
    return value.length === 0 ? m.audit.nothing : value.map((one) => valueText(name, one)).join(', ')
  return Object.entries(value)
    .map(([inner, one]) => `${wordOf(inner)} ${valueText(inner, one)}`)
    .join(', ')
}

/** What the screens call a field. */
function wordOf(name: string): string {
  const places: readonly Facts[] = [m.audit.fields, m.catalog.fields, m.settings]
  const word = places
    .map((words) => words[name.replace(/_cents$/, '')])
    .find((one) => typeof one === 'string')
  return typeof word === 'string' ? word : name
}

/** What a field with few values holds. */
function chosenText(name: string, value: string): string {
  const words: Facts = name === 'role' ? m.people.roles : (m.audit.values[name] ?? {})
  const word = words[value]
  return typeof word === 'string' ? word : value
}

function isDocument(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isChange(value: unknown): value is { readonly before: unknown; readonly after: unknown } {
  return isDocument(value) && Object.keys(value).toSorted().join() === 'after,before'
}
