import { SelectField, TextField } from '../../components/field.tsx'
import type { FilterWords } from '../../components/paper.tsx'
import { useBlingAccounts } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'

const ORIGINS = ['webhook', 'sweep', 'manual', 'reconcile', 'plan'] as const
const RESULTS = ['success', 'partial', 'failed', 'unchanged', 'pending'] as const
const PERIODS = ['hour', 'day', 'week', 'all'] as const
type Period = (typeof PERIODS)[number]

/** What the address asks of the history. A period begins at a whole minute, so that the same page keeps the same question. */
export function historyQuery(params: URLSearchParams) {
  const period = PERIODS.find((one) => one === params.get('periodo')) ?? 'all'
  return {
    origin: ORIGINS.find((one) => one === params.get('origem')),
    result: RESULTS.find((one) => one === params.get('resultado')),
    account_id: params.get('conta') ?? undefined,
    sku: params.get('sku') ?? undefined,
    from: beginningOf(period, new Date())?.toISOString(),
  }
}

/** The same in words. */
export function historyWords(
  params: URLSearchParams,
  accountName: (account_id: string) => string,
): readonly FilterWords[] {
  const texts = m.sync.history
  const { origin, result, account_id, sku } = historyQuery(params)
  const period = PERIODS.find((one) => one === params.get('periodo'))
  return [
    [texts.sku, sku],
    [texts.origin, origin && texts.origins[origin]],
    [texts.account, account_id === undefined ? undefined : accountName(account_id)],
    [texts.result, result && texts.results[result]],
    [texts.period, period && texts.periods[period]],
  ]
}

function beginningOf(period: Period, now: Date): Date | undefined {
  const minute = Math.floor(now.getTime() / 60_000) * 60_000
  switch (period) {
    case 'hour':
      return new Date(minute - 3_600_000)
    case 'day':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate())
    case 'week':
      return new Date(minute - 7 * 86_400_000)
    case 'all':
      return undefined
  }
}

/** The filters of the history, kept in the address. */
export function HistoryFilters({
  params,
  onChange,
}: {
  readonly params: URLSearchParams
  readonly onChange: (params: URLSearchParams) => void
}) {
  const accounts = useBlingAccounts()
  const texts = m.sync.history
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (value === '') next.delete(name)
    else next.set(name, value)
    onChange(next)
  }
  const select = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <SelectField
      label={label}
      value={params.get(name) ?? ''}
      onChange={(event) => set(name, event.target.value)}
    >
      <option value="">{texts.any}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </SelectField>
  )
  return (
    <search className="grid grid-cols-2 gap-3 md:grid-cols-5">
      <div className="col-span-2 md:col-span-1">
        <TextField
          label={texts.sku}
          type="search"
          value={params.get('sku') ?? ''}
          onChange={(event) => set('sku', event.target.value)}
        />
      </div>
      {select(
        'origem',
        texts.origin,
        ORIGINS.map((one) => [one, texts.origins[one]]),
      )}
      {select(
        'conta',
        texts.account,
        (accounts.data?.items ?? []).map(({ id, name }) => [id, name]),
      )}
      {select(
        'resultado',
        texts.result,
        RESULTS.map((one) => [one, texts.results[one]]),
      )}
      {select(
        'periodo',
        texts.period,
        PERIODS.map((one) => [one, texts.periods[one]]),
      )}
    </search>
  )
}
